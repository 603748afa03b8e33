import type { ActorMetrics } from '@gexstream/actors';
import type { Bus } from '@gexstream/bus';
import type { Clock, FeedStatus } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { IngestCounters } from './counters.ts';
import type { IngestConfig } from './ingest-config.ts';
import type { OutboxLimits, OutboxStatus } from './outbox.ts';
import type { Recorder } from './recording/recorder.ts';

export interface IngestOptions {
  /** Its topics are declared. Ingest does not close it. */
  readonly bus: Bus;
  /** The feed's time: the wall's, or a simulated market's. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly config: IngestConfig;
  /** The machine's, if it is another than the feed's. */
  readonly wallClock?: Clock;
  /** Of the jitter between reconnects; the start's time if not given. */
  readonly seed?: number;
  /** What may wait for the bus; `outboxLimits` if not given. */
  readonly outbox?: OutboxLimits;
  /** Hears what is received, to keep it. Ingest does not close what it writes to. */
  readonly recorder?: Recorder;
}

export interface IngestStatus extends FeedStatus {
  readonly counters: IngestCounters;
  /** How far this machine's clock is ahead of the source's, ms; null before enough was heard. */
  readonly clockSkewMs: number | null;
  /** What waits for the bus. */
  readonly outbox: OutboxStatus;
  readonly actors: readonly ActorMetrics[];
}

export interface Ingest {
  /** Resolves when it was stopped; rejects with what it could not go on after. */
  readonly done: Promise<void>;
  /** Says on the topics that it stops, then ends. Safe to call twice. */
  stop(): Promise<void>;
  status(): IngestStatus;
}

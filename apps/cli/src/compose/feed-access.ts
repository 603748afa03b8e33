import type { Bus } from '@gexstream/bus';
import type { Carry, Clock, Feed } from '@gexstream/domain';
import { type Follower, type Ingest, type IngestConfig, type Recorder, startIngest } from '@gexstream/ingest';
import type { Logger } from 'pino';

/** How ingest reaches Schwab, or what stands in for it. */
export interface FeedAccess {
  readonly feed: Feed;
  /** What the terminal says of it, a line each. */
  readonly describe: () => readonly string[];
  /** The carry that a recording was made with, which stands for the configured one; null for every other feed. */
  readonly carry: Carry | null;
  open(): Promise<OpenFeed>;
}

export interface OpenFeed {
  /** The feed's time: the wall clock's, the simulated market's or the recording's. */
  readonly clock: Clock;
  /** What a recording of it says of the configuration; null for what is itself a recording. */
  readonly recordable: IngestConfig | null;
  startIngest(parts: IngestParts): Promise<Ingest>;
  close(): Promise<void>;
}

export interface IngestParts {
  readonly bus: Bus;
  readonly log: Logger;
  readonly recorder: Recorder | undefined;
  /** Who reads what ingest publishes, in this process. */
  readonly followers: readonly Follower[];
}

/** A feed that is Schwab's servers, or ones that stand in for them. */
export const openedFeed = (clock: Clock, config: IngestConfig, close: () => Promise<void>): OpenFeed => ({
  clock,
  recordable: config,
  startIngest: ({ bus, log, recorder }) =>
    startIngest({ bus, clock, log, config, ...(recorder === undefined ? {} : { recorder }) }),
  close,
});

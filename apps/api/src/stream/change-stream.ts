import type { Writable } from 'node:stream';
import type { Clock } from '@gexstream/domain/time';
import type { FeedStateBody } from '../contract/status.ts';
import type { LiveView } from '../live/live-view.ts';
import { inTurn } from './in-turn.ts';
import type { Sheddable } from './load-shedding.ts';
import { endNewest, type SseClient } from './sse-client.ts';
import { type Change, type ChangeStreamReader, type StreamPhase, streamPhase } from './stream-phase.ts';

/** Changes of a symbol are gathered for this long: at most four events of a kind a second. */
export const gatherMs = 250;
/**
 * Phases have their beats in turn, evenly within `gatherMs`. A beat keeps the process for 15 to 20 µs a reader: a thousand in one would make
 * the last of them wait for 20 ms, and every request too.
 */
const phaseCount = 5;
/** Of the phases in turn, the one to fill next: so that few of them lie apart too. */
const fillOrder = [4, 1, 3, 0, 2] as const;
/** So many readers share a phase before the next is begun: each makes events of its own, which fewer readers would not repay. */
export const readersTogether = 100;
/** Of all phases. */
const ringBytesMax = 32 << 20;

export interface ChangeStreamOptions {
  readonly view: LiveView;
  readonly feedState: () => FeedStateBody;
  /** The wall clock. */
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly backlogBytesMax: number;
}

/** `/api/v1/stream`: readers in phases, so that many are not all written to at one moment. */
export interface ChangeStream extends Sheddable {
  /** Who was told by a phase goes on there; others go to the first with room, else to the one with the fewest. */
  attach(output: Writable, reader: ChangeStreamReader): void;
  /** Sends an event of others, at once. Nobody reads: it is gone. */
  tell(change: Change | null): void;
  /** Events that slow readers lost, readers still connected. */
  dropped(): number;
  close(): void;
}

export const changeStream = ({ view, feedState, clock, heartbeatMs, backlogBytesMax }: ChangeStreamOptions): ChangeStream => {
  const boot = clock.now().toString(36);
  /** Those that came last are last. */
  const readers = new Map<SseClient, StreamPhase>();
  const phases: readonly StreamPhase[] = Array.from({ length: phaseCount }, (_, turn) =>
    streamPhase({
      ...{ view, feedState, clock, backlogBytesMax, boot: `${boot}${turn}` },
      ringBytesMax: () => ringBytesMax / phases.filter((phase) => phase.following()).length,
    }),
  );
  const toFill = fillOrder.map((turn) => phases[turn]!);
  let attached = 0;

  const phaseFor = (lastEventId: string | undefined): StreamPhase =>
    phases.find((phase) => phase.gave(lastEventId)) ??
    toFill.find((phase) => phase.clients() < readersTogether) ??
    phases.reduce((fewest, phase) => (phase.clients() < fewest.clients() ? phase : fewest));

  const timers = [
    inTurn(
      clock,
      gatherMs,
      phases.map((phase) => () => phase.beat()),
    ),
    clock.every(heartbeatMs, () => {
      for (const phase of phases) phase.heartbeat();
    }),
  ];

  return {
    attach(output, reader) {
      const phase = phaseFor(reader.lastEventId);
      const onClosed = (): void => {
        readers.delete(client);
        reader.onClosed();
      };
      const client = phase.attach(output, { ...reader, onClosed }, attached++);
      readers.set(client, phase);
    },
    tell: (change) => {
      if (change !== null) for (const phase of phases) phase.tell(change);
    },
    clients: () => readers.size,
    shed: (count) => endNewest(readers, count),
    dropped: () => [...readers.keys()].reduce((sum, client) => sum + client.dropped(), 0),
    close() {
      for (const cancel of timers) cancel();
      for (const client of readers.keys()) client.end();
    },
  };
};

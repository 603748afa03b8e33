import type { Writable } from 'node:stream';
import type { Clock } from '@gexstream/domain/time';
import type { LiveView } from '../live/live-view.ts';
import { alone } from './event-batch.ts';
import type { Sheddable } from './load-shedding.ts';
import { endNewest, type SseClient, sseClient } from './sse-client.ts';
import { heartbeatFrame, retryFrame, sseFrame } from './sse-frame.ts';

const periodMs = 1_000;

export interface FullStreamOptions {
  readonly view: LiveView;
  /** The body of `/api/gex` now. */
  readonly allJson: () => string;
  /** The wall clock. */
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly backlogBytesMax: number;
}

/** `/api/stream`, the old heatmap's contract: unnamed events, each the whole of `/api/gex`, at most one a second and only on change. */
export interface FullStream extends Sheddable {
  attach(output: Writable, onClosed: () => void): void;
  close(): void;
}

/** What an event says apart from ages: its texts, and how fresh each symbol is. */
type Meaning = readonly string[];

export const fullStream = ({ view, allJson, clock, heartbeatMs, backlogBytesMax }: FullStreamOptions): FullStream => {
  /** With what each was sent last. */
  const readers = new Map<SseClient, Meaning>();
  let attached = 0;
  let made: { readonly meaning: Meaning; readonly atMs: number; readonly frame: Buffer } | null = null;

  /** Becoming stale is a change too, though no number moves. Numbers computed again and found the same are none. */
  const meaning = (): Meaning =>
    view.symbols().flatMap((symbol) => {
      const answers = view.answers(symbol)!;
      return [symbol, view.head(answers.levels).status, ...answers.symbolParts()];
    });

  /** Made once for all who ask within a second of no change; later its ages would be wrong. */
  const frame = (now: Meaning): Buffer => {
    if (made === null || !same(made.meaning, now) || clock.now() - made.atMs >= periodMs) {
      made = { meaning: now, atMs: clock.now(), frame: sseFrame({ data: allJson() }) };
    }
    return made.frame;
  };

  const send = (): void => {
    if (readers.size === 0 || view.symbols().length === 0) return;
    const now = meaning();
    for (const [client, before] of readers) {
      if (same(before, now)) continue;
      readers.set(client, now);
      client.send(alone(frame(now)));
    }
  };

  const attach = (output: Writable, onClosed: () => void): void => {
    const client = sseClient({
      output,
      clock,
      backlogBytesMax,
      // What it lost is made good by the next whole payload, so that one is due although nothing changes.
      catchUp: (behind) => readers.set(behind, []),
      onClosed: () => {
        readers.delete(client);
        onClosed();
      },
    });
    client.send(alone(retryFrame(attached++)));
    const now = meaning();
    if (now.length > 0) client.sendWhole(frame(now));
    readers.set(client, now);
  };

  const timers = [
    clock.every(periodMs, send),
    clock.every(heartbeatMs, () => {
      for (const client of readers.keys()) client.heartbeat(heartbeatFrame);
    }),
  ];

  return {
    attach,
    clients: () => readers.size,
    shed: (count) => endNewest(readers, count),
    close() {
      for (const cancel of timers) cancel();
      for (const client of readers.keys()) client.end();
    },
  };
};

/** Texts kept from before are the same object, and compared at once. */
const same = (one: Meaning, other: Meaning): boolean =>
  one.length === other.length && one.every((text, index) => text === other[index]);

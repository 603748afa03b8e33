import type { Writable } from 'node:stream';
import type { Clock } from '@gexstream/domain/time';
import type { LiveView } from '../live/live-view.ts';
import { type SseClient, sseClient } from './sse-client.ts';
import { heartbeatFrame, retryFrame, sseFrame } from './sse-frame.ts';

const periodMs = 1_000;
const retryMs = 2_000;

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
export interface FullStream {
  attach(output: Writable, onClosed: () => void): void;
  clients(): number;
  close(): void;
}

export const fullStream = ({ view, allJson, clock, heartbeatMs, backlogBytesMax }: FullStreamOptions): FullStream => {
  const readers = new Set<SseClient>();
  let made: { readonly meaning: string; readonly atMs: number; readonly frame: Buffer } | null = null;
  let sentMeaning = '';

  /** Becoming stale is a change too, though no number moves. */
  const meaning = (): string => {
    const statuses = view.symbols().map((symbol) => view.head(view.answers(symbol)!.levels).status);
    return `${view.version()} ${statuses.join(' ')}`;
  };

  /** Made once for all who ask within a second of no change; later its ages would be wrong. */
  const frame = (): Buffer => {
    const now = meaning();
    if (made?.meaning !== now || clock.now() - made.atMs >= periodMs) {
      made = { meaning: now, atMs: clock.now(), frame: sseFrame({ data: allJson() }) };
    }
    return made.frame;
  };

  const send = (): void => {
    if (readers.size === 0 || view.symbols().length === 0 || meaning() === sentMeaning) return;
    const whole = frame();
    sentMeaning = meaning();
    for (const client of readers) client.send(whole);
  };

  const attach = (output: Writable, onClosed: () => void): void => {
    const client = sseClient({
      output,
      clock,
      backlogBytesMax,
      // The next whole payload is all that a reader needs who fell behind.
      catchUp: () => {},
      onClosed: () => {
        readers.delete(client);
        onClosed();
      },
    });
    client.send(retryFrame(retryMs));
    if (view.symbols().length > 0) {
      client.sendWhole(frame());
      // The only reader has this now; others wait for their own.
      if (readers.size === 0) sentMeaning = meaning();
    }
    readers.add(client);
  };

  const timers = [
    clock.every(periodMs, send),
    clock.every(heartbeatMs, () => {
      for (const client of readers) client.heartbeat(heartbeatFrame);
    }),
  ];

  return {
    attach,
    clients: () => readers.size,
    close() {
      for (const cancel of timers) cancel();
      for (const client of readers) client.end();
    },
  };
};

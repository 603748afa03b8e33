import type { Writable } from 'node:stream';
import type { Clock, EpochMs } from '@gexstream/domain/time';
import { alone, type Share } from './event-batch.ts';

/** How long a reader may take nothing at all before its connection is ended. */
export const stalledMsMax = 30_000;

/** One reader of a stream. It never makes the server keep more than its last snapshot and `backlogBytesMax`. */
export interface SseClient {
  /** Writes the events at once, or drops them when too much already waits; then the reader gets `catchUp` once it has taken what waits. */
  send(share: Share): void;
  /** Writes what brings the reader up to date; raises its limit by that much. */
  sendWhole(frame: Buffer): void;
  /** Keeps the connection open; ends it when the reader has not taken anything for half a minute. */
  heartbeat(frame: Buffer): void;
  /** Events that were not written. */
  dropped(): number;
  /** Nothing more is written to it. */
  end(): void;
}

export interface SseClientOptions {
  readonly output: Writable;
  readonly clock: Clock;
  readonly backlogBytesMax: number;
  /** Called when a reader that lost events has room again. */
  readonly catchUp: (client: SseClient) => void;
  readonly onClosed: () => void;
}

export const sseClient = ({ output, clock, backlogBytesMax, catchUp, onClosed }: SseClientOptions): SseClient => {
  let behindSince: EpochMs | null = null;
  let dropped = 0;
  let wholeBytes = 0;
  let ended = false;

  // What is not full yet never drains, so nothing may wait for that.
  const hasRoomFor = (bytes: number): boolean =>
    !output.writableNeedDrain || output.writableLength + bytes <= wholeBytes + backlogBytesMax;

  const client: SseClient = {
    send({ pieces, events, bytes }) {
      if (ended || events === 0) return;
      if (behindSince === null && hasRoomFor(bytes)) {
        if (pieces.length > 1) output.cork();
        for (const piece of pieces) output.write(piece);
        if (pieces.length > 1) output.uncork();
        return;
      }
      behindSince ??= clock.now();
      dropped += events;
    },
    sendWhole(frame) {
      if (ended || frame.length === 0) return;
      wholeBytes = frame.length;
      output.write(frame);
    },
    heartbeat(frame) {
      if (ended) return;
      if (behindSince === null) client.send(alone(frame));
      else if (clock.now() - behindSince > stalledMsMax) output.destroy();
    },
    dropped: () => dropped,
    end() {
      if (ended) return;
      ended = true;
      // What a slow reader has not taken would hold the end back.
      if (behindSince !== null) output.destroy();
      else output.end();
    },
  };

  output.on('drain', () => {
    if (behindSince === null || ended) return;
    behindSince = null;
    catchUp(client);
  });
  output.on('error', () => output.destroy());
  output.once('close', () => {
    ended = true;
    onClosed();
  });
  return client;
};

/** Ends the readers that came last, and forgets them at once. */
export const endNewest = (readers: Map<SseClient, unknown>, count: number): void => {
  for (const client of [...readers.keys()].slice(Math.max(0, readers.size - count))) {
    readers.delete(client);
    client.end();
  }
};

import { promisify } from 'node:util';
import { crc32, zstdCompress } from 'node:zlib';
import type { Clock, EpochMs } from '@gexstream/domain';
import { encodeEntry } from './entry-codec.ts';
import { blockHeadBytes, formatVersion, magic, type RecordingEntry, type RecordingHeader } from './recording-format.ts';
import type { RecordingSink } from './recording-sink.ts';

export interface RecordingWriterOptions {
  readonly sink: RecordingSink;
  readonly header: RecordingHeader;
  /** The wall's. */
  readonly clock: Clock;
  /** What may wait for the disk, in bytes before compression; 64 MiB if not given. */
  readonly waitingBytesMax?: number;
}

export interface RecordingWriter {
  /** Returns at once. What finds no room is left out, and an entry says so as soon as there is room again. */
  append(entry: RecordingEntry): void;
  totals(): RecordingTotals;
  /** Resolves when what waits has gone to the disk: for whoever can wait, so that nothing is left out. */
  written(): Promise<void>;
  /** Rejects with what the disk refused; from then on nothing more is recorded, and whoever appends notices nothing. */
  readonly failed: Promise<never>;
  /** Writes what waits, then closes the file. Safe to call twice. */
  close(): Promise<void>;
}

export interface RecordingTotals {
  readonly entries: number;
  readonly missing: number;
  /** On the disk. */
  readonly bytes: number;
}

interface Missing {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly entries: number;
}

/** A killed process loses the last block: so much, or so long. */
const blockBytes = 2 ** 20;
const blockMsMax = 1_000;
const compress = promisify(zstdCompress);

/** Rejects when not even the header can be written. */
export const openRecordingWriter = async (options: RecordingWriterOptions): Promise<RecordingWriter> => {
  const { sink, header, clock, waitingBytesMax = 64 * 2 ** 20 } = options;
  const failure = Promise.withResolvers<never>();
  // Who records may look at it only later.
  failure.promise.catch(() => undefined);
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let missing: Missing | null = null;
  let entries = 0;
  let missed = 0;
  let bytes = 0;
  let ended = false;
  let running: Promise<void> | null = null;

  const writeBlock = async (content: Buffer): Promise<void> => {
    const packed = await compress(content);
    const head = Buffer.allocUnsafe(blockHeadBytes);
    head.writeUInt32LE(packed.length, 0);
    head.writeUInt32LE(crc32(packed), 4);
    await sink.write(Buffer.concat([head, packed]));
    bytes += head.length + packed.length;
  };

  const take = (): Buffer => {
    let size = 0;
    const count = waiting.findIndex((entry) => {
      size += entry.length;
      return size >= blockBytes;
    });
    return Buffer.concat(waiting.splice(0, count < 0 ? waiting.length : count + 1));
  };
  const writeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const content = take();
      await writeBlock(content);
      waitingBytes -= content.length;
    }
  };
  const start = (): Promise<void> => {
    running ??= writeWaiting()
      .catch((error: unknown) => {
        ended = true;
        waiting = [];
        failure.reject(error);
      })
      .finally(() => {
        running = null;
      });
    return running;
  };

  const put = (entry: RecordingEntry): void => {
    const encoded = encodeEntry(entry);
    waiting.push(encoded);
    waitingBytes += encoded.length;
  };
  const sayMissing = (): void => {
    if (missing === null) return;
    put({ kind: 'missing', receivedMs: missing.toMs, request: '', body: JSON.stringify(missing) });
    missing = null;
  };
  /** Full until half has drained: a hole is said once, not at each entry. */
  const fits = (entry: RecordingEntry): boolean =>
    waitingBytes + entry.body.length <= (missing === null ? waitingBytesMax : waitingBytesMax / 2);

  const preamble = Buffer.concat([magic, Buffer.of(formatVersion & 0xff, formatVersion >> 8)]);
  await sink.write(preamble);
  bytes += preamble.length;
  await writeBlock(Buffer.from(JSON.stringify(header)));
  const stopBeat = clock.every(blockMsMax, () => void start());

  let closing: Promise<void> | null = null;
  return {
    append: (entry) => {
      if (ended) return;
      if (!fits(entry)) {
        missed += 1;
        const { fromMs, entries: before } = missing ?? { fromMs: entry.receivedMs, entries: 0 };
        missing = { fromMs, toMs: entry.receivedMs, entries: before + 1 };
        return;
      }
      sayMissing();
      put(entry);
      entries += 1;
      if (waitingBytes >= blockBytes) void start();
    },
    totals: () => ({ entries, missing: missed, bytes }),
    written: start,
    failed: failure.promise,
    close: () => {
      closing ??= (async () => {
        stopBeat();
        await running;
        if (!ended) sayMissing();
        ended = true;
        await start();
        await sink.close();
      })();
      return closing;
    },
  };
};

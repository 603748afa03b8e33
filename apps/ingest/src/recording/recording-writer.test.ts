import { zstdDecompressSync } from 'node:zlib';
import { simulatedClock } from '@gexstream/actors';
import { epochMs } from '@gexstream/domain';
import { expect, test, vi } from 'vitest';
import { decodeEntries } from './entry-codec.ts';
import { frame, header, startMs, unstored } from './recording.fixture.ts';
import type { RecordingEntry } from './recording-format.ts';
import { openRecordingWriter } from './recording-writer.ts';

/** A disk that takes what it is given only when it is let. */
const slowDisk = () => {
  const blocks: Buffer[] = [];
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  return {
    sink: {
      write: async (bytes: Buffer) => {
        await gate.promise;
        blocks.push(bytes);
      },
      close: async () => {},
    },
    stall: () => {
      gate = Promise.withResolvers<void>();
      gate.promise.catch(() => undefined);
    },
    release: () => gate.resolve(),
    fail: () => gate.reject(new Error('ENOSPC')),
    // The first two are the preamble and the header.
    entries: (): readonly RecordingEntry[] =>
      blocks.slice(2).flatMap((block) => [...decodeEntries(zstdDecompressSync(block.subarray(8)), 'block')].map(unstored)),
  };
};
const body = (letter: string): string => letter.repeat(1_000);

test('what was received is on the disk after a second, though it fills no block', async () => {
  const disk = slowDisk();
  const clock = simulatedClock(startMs);
  const writer = await openRecordingWriter({ sink: disk.sink, header, clock });
  writer.append(frame(1));
  expect(disk.entries()).toEqual([]);
  await clock.advance(1_000);
  await vi.waitFor(() => expect(disk.entries()).toEqual([frame(1)]), { timeout: 10_000 });
  await writer.close();
});

test('a disk that is slow holds nobody up: what finds no room is counted, and the recording says from when to when it is missing', async () => {
  const disk = slowDisk();
  const clock = simulatedClock(startMs);
  const writer = await openRecordingWriter({ sink: disk.sink, header, clock, waitingBytesMax: 4_000 });
  disk.stall();
  for (let number = 1; number <= 10; number += 1) writer.append(frame(number, body('a')));
  expect(writer.totals()).toMatchObject({ entries: 3, missing: 7 });
  disk.release();
  await clock.advance(1_000);
  await vi.waitFor(() => expect(disk.entries()).toHaveLength(3), { timeout: 10_000 });
  writer.append(frame(11, body('b')));
  await writer.close();
  const missing = { fromMs: startMs + 4, toMs: startMs + 10, entries: 7 };
  expect(disk.entries().slice(3)).toEqual([
    { kind: 'missing', receivedMs: epochMs(startMs + 10), request: '', body: JSON.stringify(missing) },
    frame(11, body('b')),
  ]);
});

test('a disk that fails ends the recording alone, and is told of', async () => {
  const disk = slowDisk();
  const clock = simulatedClock(startMs);
  const writer = await openRecordingWriter({ sink: disk.sink, header, clock });
  disk.stall();
  writer.append(frame(1));
  disk.fail();
  await clock.advance(1_000);
  await expect(writer.failed).rejects.toThrow('ENOSPC');
  writer.append(frame(2));
  await writer.close();
  expect(disk.entries()).toEqual([]);
});

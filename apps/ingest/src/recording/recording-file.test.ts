import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { epochMs } from '@gexstream/domain';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecording } from './open-recording.ts';
import { outlineRecording } from './outline-recording.ts';
import { frame, header, recordingBytes, startMs, unstored } from './recording.fixture.ts';
import { magic, preambleBytes, type RecordingEntry, RecordingError } from './recording-format.ts';
import { fileSink } from './recording-sink.ts';
import { openRecordingWriter } from './recording-writer.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-recording-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
const fileOf = async (bytes: Uint8Array): Promise<string> => {
  files += 1;
  const path = join(folder, `${files}.rec`);
  await writeFile(path, bytes);
  return path;
};
const all = async (path: string): Promise<readonly RecordingEntry[]> => {
  const read: RecordingEntry[] = [];
  for await (const entry of (await openRecording(path)).read()) read.push(unstored(entry));
  return read;
};

/** Half a megabyte that does not compress to nothing: three of them make more than one block. */
const large = (number: number): RecordingEntry =>
  frame(number, Array.from({ length: 50_000 }, (_, at) => (at * number * 7919).toString(36)).join());
const entries: readonly RecordingEntry[] = [
  frame(1),
  { kind: 'answer', receivedMs: epochMs(startMs + 2), request: '/marketdata/v1/chains?symbol=%24SPX', body: '{"é":"→"}' },
  ...Array.from({ length: 12 }, (_, at) => large(at + 3)),
  { kind: 'mark', receivedMs: epochMs(startMs + 20), request: '', body: '' },
  { kind: 'said', receivedMs: epochMs(startMs + 21), request: '', body: '[]' },
];
const whole = recordingBytes(entries);

test('what is written is read back, with the configuration', async () => {
  const path = join(folder, 'written.rec');
  const writer = await openRecordingWriter({ sink: await fileSink(path), header, clock: systemClock() });
  for (const entry of entries) writer.append(entry);
  await writer.close();
  const recording = await openRecording(path);
  expect(await all(path)).toEqual(entries);
  expect(recording).toMatchObject({ header, entries: entries.length, fromMs: startMs + 1, toMs: startMs + 21, tornAt: null });
  const { size, mode } = await stat(path);
  expect(writer.totals()).toEqual({ entries: entries.length, missing: 0, bytes: size });
  expect(mode & 0o777).toBe(0o600);
});

test('a recording is never written over', async () => {
  const path = await fileOf(Buffer.from('mine'));
  await expect(fileSink(path)).rejects.toThrow(/exists already.*name another file/);
  expect(await readFile(path, 'utf8')).toBe('mine');
  await expect(fileSink(join(folder, 'no-such-folder', 'a.rec'))).rejects.toThrow(/cannot be made: ENOENT/);
});

test('wherever a recording is cut off, all whole blocks before it are read, and the place is told', async () => {
  const { bytes, ends } = await whole;
  expect(ends.length).toBeGreaterThan(4);
  const read = await all(await fileOf(bytes));
  for (const [index, end] of ends.entries()) {
    if (index < 2) continue;
    for (const cut of [end + 1, end + 9, (ends[index + 1] ?? end) - 1].filter((at) => at > end && at < (ends[index + 1] ?? 0))) {
      const path = await fileOf(bytes.subarray(0, cut));
      const { tornAt, entries: count } = await openRecording(path);
      expect(tornAt).toBe(end);
      expect(await all(path)).toEqual(read.slice(0, count));
    }
  }
  const lost = await openRecording(await fileOf(bytes.subarray(0, bytes.length - 1)));
  expect(lost.entries).toBeGreaterThan(0);
  expect(lost.sha256).not.toBe((await openRecording(await fileOf(bytes))).sha256);
});

test('the outline of a recording, cut off or not, is what reading all of it says', async () => {
  const { bytes, ends } = await whole;
  for (const end of [bytes.length, bytes.length - 1, ends.at(-2)!, ends[2]! + 9, ends[2]!]) {
    const path = await fileOf(bytes.subarray(0, end));
    const { header, fromMs, toMs } = await openRecording(path);
    const outline = await outlineRecording(path);
    expect([outline.header, outline.fromMs, await outline.endMs()], `of ${end} bytes`).toEqual([header, fromMs, toMs]);
  }
  for (const nothing of [bytes.subarray(0, preambleBytes + 20), (await recordingBytes([])).bytes])
    await expect(outlineRecording(await fileOf(nothing))).rejects.toThrow(RecordingError);
});

describe('what cannot be replayed says what it is, and where', () => {
  const refusal = async (bytes: Uint8Array): Promise<string> => {
    const error = await openRecording(await fileOf(bytes)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RecordingError);
    return (error as Error).message;
  };
  test.each([
    ['an empty file', 0, /no recording of gexstream.*byte 0/],
    ['one cut in its first bytes', 9, /cut off in its first 22 bytes/],
    ['one cut in its header', preambleBytes + 20, /cut off before its header is whole/],
  ])('%s', async (_what, length, message) => {
    expect(await refusal((await whole).bytes.subarray(0, length))).toMatch(message);
  });
  test('another kind of file', async () =>
    expect(await refusal(Buffer.from('PK\u0003\u0004 something'))).toMatch(/no recording/));
  test('one of a newer version', async () => {
    const bytes = Buffer.from((await whole).bytes);
    bytes.writeUInt16LE(2, magic.length);
    expect(await refusal(bytes)).toMatch(/format version 2 \(byte 20\), this gexstream reads version 1/);
  });
  test('one that is damaged in the middle', async () => {
    const { bytes, ends } = await whole;
    const damaged = Buffer.from(bytes);
    damaged[ends[2]! - 3]! ^= 1;
    expect(await refusal(damaged)).toMatch(new RegExp(`block at byte ${ends[1]} is damaged`));
  });
  test('one in which nothing was received', async () =>
    expect(await refusal((await recordingBytes([])).bytes)).toMatch(/no entry/));
  test('a file that is not there', async () => {
    await expect(openRecording(join(folder, 'none.rec'))).rejects.toThrow(/cannot read .*none\.rec: no such file/);
  });
});

test('whatever bytes are changed, a recording is read up to there or refused by name', async () => {
  const { bytes } = await recordingBytes([frame(1), frame(2), frame(3)]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        const read = await all(await fileOf(changed)).catch((error: unknown) => error);
        if (!(read instanceof RecordingError)) expect(read).toEqual([frame(1), frame(2), frame(3)]);
      },
    ),
    { numRuns: 200 },
  );
});

import { epochMs } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import type { BusAdmin, BusRecord } from './bus.ts';
import { valueBytesMax } from './checked-record.ts';
import { deadLetter, rowDeadLetters } from './dead-letter.ts';
import { readDeadLetters, redriveMark } from './read-dead-letters.ts';

const now = epochMs(99);
const stored = { topic: 'levels', partition: 4, offset: 17, key: 'SPX', timestampMs: now };
const short = Uint8Array.of(9, 8, 7);

/** Topic `dead-letters` with these records. */
const holding = (...records: readonly BusRecord[]): Pick<BusAdmin, 'offsets' | 'read'> => ({
  offsets: async (topic) => [{ topic, partition: 0, start: 0, end: records.length }],
  read: async (_topic, partition, from, to, limit) =>
    records.map((record, offset) => ({ ...record, partition, offset })).slice(from, Math.min(to, from + limit)),
});

test('a record comes back with its place, and with its value where the letter holds all of it', async () => {
  const long = new Uint8Array(5_000);
  const bus = holding(deadLetter({ ...stored, value: short }, 'no'), deadLetter({ ...stored, value: long }, 'no'));
  const [first, second] = await readDeadLetters(bus);
  expect(first).toEqual({
    kind: 'record',
    offset: 0,
    timestampMs: 99,
    reason: 'no',
    redrivenBy: null,
    at: { topic: 'levels', partition: 4, offset: 17 },
    key: 'SPX',
    value: short,
    valueBytes: 3,
  });
  expect(second).toMatchObject({ offset: 1, value: null, valueBytes: 5_000 });
});

test('each refused row is a letter of its own; one that is too large is told and cut off', async () => {
  const rows = [
    { ts: 1, spot: 6_000 },
    { ts: 2, curve: Array.from({ length: 300_000 }, () => 1.25) },
  ];
  const records = rowDeadLetters('gex_profiles', rows, 'refused', now);
  expect(records.every(({ value }) => value!.length <= valueBytesMax)).toBe(true);
  expect(await readDeadLetters(holding(...records))).toMatchObject([
    { kind: 'row', table: 'gex_profiles', reason: 'refused', row: { ts: 1, spot: 6_000 } },
    { kind: 'row', table: 'gex_profiles', reason: 'refused', row: null },
  ]);
});

test('of two marks of a letter the first counts; what is no letter is passed over', async () => {
  const foreign = ['null', '7', 'no JSON'].map((text) => ({
    ...deadLetter({ ...stored, value: short }, 'no'),
    value: new TextEncoder().encode(text),
  }));
  const letters = [deadLetter({ ...stored, value: short }, 'no'), deadLetter({ ...stored, value: short }, 'no')];
  const [letter] = await readDeadLetters(holding(...letters));
  const bus = holding(...letters, redriveMark(letter!, 'run a'), ...foreign, redriveMark(letter!, 'run b'));
  expect((await readDeadLetters(bus)).map(({ offset, redrivenBy }) => [offset, redrivenBy])).toEqual([
    [0, 'run a'],
    [1, null],
  ]);
});

import { describe, expect, test } from 'vitest';
import {
  everything,
  type Reading,
  reading,
  readings,
  rejectsWith,
  type StoreUnderTest,
  start,
  storeHarness,
} from './store-readings.ts';

/** What is written: kept exactly, replaced by key, refused when bad. */
export const storeWritingContract = (name: string, under: StoreUnderTest): void => {
  const { holding, opened, reopen } = storeHarness(under);

  describe(`${name}: rows`, () => {
    test('come back as they were written, every type, to the last digit and millisecond', async () => {
      const row = reading(0, {
        'sensor no': Number.MAX_SAFE_INTEGER,
        value: Number.MIN_VALUE,
        error: -1.7976931348623157e308,
        note: `O'Brien "said" — 50 % · 日本 😀; DROP TABLE readings; --`,
        good: false,
        'the curve': [0.1, -5e-324, 3e300],
        'checked at': start + 3_600_001,
      });
      expect(await (await holding(row)).range(readings, everything)).toEqual([row]);
    });

    test('are oldest first, whatever the order of writing', async () => {
      const made = await holding(reading(2), reading(0), reading(1));
      await made.append(readings, [reading(-5)]);
      expect((await made.range(readings, everything)).map((row) => row.at - start)).toEqual([-5, 0, 1, 2]);
    });

    test('of nothing are nothing', async () => {
      const made = await holding();
      expect(await made.range(readings, everything)).toEqual([]);
      expect(await made.latest(readings)).toEqual([]);
      expect(await made.count(readings)).toBe(0);
    });

    test('are still there when the storage is opened again', async () => {
      const first = await holding(reading(0), reading(1));
      await first.close();
      const store = await reopen();
      await store.declareTables([readings]);
      await store.append(readings, [reading(1, { value: 9 })]);
      expect((await store.range(readings, everything)).map((row) => row.value)).toEqual([0.1, 9]);
    });

    test('of many lists survive in full', async () => {
      const rows = Array.from({ length: 5000 }, (_, i) =>
        reading(i, { 'the curve': Array.from({ length: i % 7 }, (_, j) => i + j / 8) }),
      );
      const made = await holding(...rows);
      expect(await made.range(readings, everything)).toEqual(rows);
    });
  });

  describe(`${name}: equal keys`, () => {
    test('the last of a call wins, at whatever place', async () => {
      const made = await holding(
        reading(0, { value: 1 }),
        reading(1, { value: 5 }),
        reading(0, { value: 2 }),
        reading(0, { value: 3 }),
      );
      expect((await made.range(readings, everything)).map((row) => row.value)).toEqual([3, 5]);
    });

    test('a later call replaces whole rows, nulls included', async () => {
      const made = await holding(reading(0, { error: 1, note: 'old', 'the curve': [1, 2] }), reading(1));
      await made.append(readings, [reading(0, { value: 2, 'the curve': [3] })]);
      expect(await made.range(readings, everything)).toEqual([reading(0, { value: 2, 'the curve': [3] }), reading(1)]);
    });

    test('the same call again changes nothing', async () => {
      const rows = [reading(0), reading(1), reading(1, { place: 'cellar' })];
      const made = await holding(...rows);
      await made.append(readings, rows);
      expect(await made.count(readings)).toBe(3);
    });

    test('every part of the key counts, and the moment too', async () => {
      const made = await holding(
        reading(0),
        reading(1),
        reading(0, { place: 'cellar' }),
        reading(0, { 'sensor no': 2 }),
        reading(0, { place: 'roof|1:2' }),
      );
      expect(await made.count(readings)).toBe(5);
    });

    test('the last of calls that were not awaited in between wins', async () => {
      const made = await opened();
      await Promise.all(Array.from({ length: 20 }, (_, i) => made.append(readings, [reading(0, { value: i })])));
      expect((await made.range(readings, everything)).map((row) => row.value)).toEqual([19]);
    });
  });

  describe(`${name}: bad rows`, () => {
    test('a number that is not finite becomes null where that is allowed', async () => {
      const made = await holding(
        reading(0, { error: Number.NaN }),
        reading(1, { error: Number.POSITIVE_INFINITY }),
        reading(2, { error: Number.NEGATIVE_INFINITY, 'checked at': Number.NaN }),
      );
      expect((await made.range(readings, everything)).map((row) => [row.error, row['checked at']])).toEqual([
        [null, null],
        [null, null],
        [null, null],
      ]);
    });

    const bad: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      ['a number that is not finite where null is not allowed', { value: Number.NaN }, /readings, row 1: column "value"/],
      ['a list with an element that is not finite', { 'the curve': [1, Number.NaN] }, /row 1: column "the curve"/],
      ['a null where none is allowed', { value: null }, /row 1: column "value" is null/],
      ['a text for a number', { value: '1' }, /row 1: column "value" must be a double/],
      ['a number for a text', { place: 7 }, /row 1: column "place" must be a symbol/],
      ['a number for a boolean', { good: 1 }, /row 1: column "good" must be a boolean/],
      ['a number for a list', { 'the curve': 1 }, /row 1: column "the curve" must be a doubles/],
      ['a fraction for a whole number', { 'sensor no': 1.5 }, /row 1: column "sensor no" must be a whole number/],
      ['a fraction of a millisecond', { at: start + 0.5 }, /row 1: column "at" must be a whole number/],
      ['a column that is missing', { note: undefined }, /row 1: column "note" is missing/],
      ['a column that the table does not have', { colour: 'red' }, /row 1: column "colour" is not one of the table's/],
    ];
    test.each(bad)('%s is refused, named, and nothing of the call is kept', async (_, change, message) => {
      const made = await holding(reading(0));
      const rows = [reading(10), { ...reading(11), ...change } as Reading, reading(12)];
      await rejectsWith('STORE_BAD_ROW', message, made.append(readings, rows));
      expect(await made.count(readings)).toBe(1);
    });
  });
};

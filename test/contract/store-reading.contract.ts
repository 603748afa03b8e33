import { describe, expect, test } from 'vitest';
import { at, everything, reading, readings, rejectsWith, type StoreUnderTest, start, storeHarness } from './store-readings.ts';

/** What `range`, `count` and `latest` give. */
export const storeReadingContract = (name: string, under: StoreUnderTest): void => {
  const { holding, opened } = storeHarness(under);

  describe(`${name}: range`, () => {
    test('begins with from and ends before to', async () => {
      const made = await holding(reading(0), reading(1), reading(2), reading(3));
      const rows = await made.range(readings, { from: at(1), to: at(3), limit: 10 });
      expect(rows.map((row) => row.at - start)).toEqual([1, 2]);
    });

    test('keeps the newest where the limit bites, oldest first', async () => {
      const made = await holding(reading(0), reading(1), reading(2), reading(3));
      const rows = await made.range(readings, { ...everything, limit: 2 });
      expect(rows.map((row) => row.at - start)).toEqual([2, 3]);
    });

    test('keeps what equals on symbol, long, text and boolean', async () => {
      const made = await holding(
        reading(0, { note: "a'b" }),
        reading(1, { place: 'cellar' }),
        reading(2, { 'sensor no': 2 }),
        reading(3, { good: false }),
      );
      const found = async (where: Parameters<typeof made.count<typeof readings>>[1]): Promise<number[]> =>
        (await made.range(readings, { ...everything, ...(where && { where }) })).map((row) => row.at - start);
      expect(await found({ note: "a'b" })).toEqual([0]);
      expect(await found({ place: 'cellar' })).toEqual([1]);
      expect(await found({ 'sensor no': 2 })).toEqual([2]);
      expect(await found({ good: false })).toEqual([3]);
      expect(await found({ place: 'roof', good: true })).toEqual([0, 2]);
      expect(await found({ place: "x' OR '1'='1" })).toEqual([]);
    });

    test('refuses what no column answers', async () => {
      const made = await opened();
      await rejectsWith('STORE_BAD_QUERY', /colour/, made.count(readings, { colour: 'red' } as never));
      await rejectsWith('STORE_BAD_QUERY', /"value" is a double/, made.count(readings, { value: 1 }));
      await rejectsWith('STORE_BAD_QUERY', /"place" is a symbol/, made.count(readings, { place: 1 }));
      await rejectsWith('STORE_BAD_QUERY', /limit/, made.range(readings, { ...everything, limit: 0 }));
    });
  });

  describe(`${name}: latest`, () => {
    test('is the newest row of each key, in the order of the keys', async () => {
      const made = await holding(
        reading(5, { value: 5 }),
        reading(3),
        reading(1, { place: 'cellar', value: 1 }),
        reading(2, { 'sensor no': 2 }),
      );
      expect((await made.latest(readings)).map((row) => [row.place, row['sensor no'], row.at - start])).toEqual([
        ['cellar', 1, 1],
        ['roof', 1, 5],
        ['roof', 2, 2],
      ]);
      expect(await made.latest(readings, { place: 'cellar' })).toEqual([reading(1, { place: 'cellar', value: 1 })]);
    });

    test('of a condition outside the key is the newest row that meets it', async () => {
      const made = await holding(reading(0, { value: 1 }), reading(1, { good: false }));
      expect((await made.latest(readings, { good: true })).map((row) => row.value)).toEqual([1]);
    });
  });
};

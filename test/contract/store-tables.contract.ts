import { describe, expect, test } from 'vitest';
import { at, everything, reading, readings, rejectsWith, type StoreUnderTest, start, storeHarness } from './store-readings.ts';

/** Declaring, trimming, closing. */
export const storeTablesContract = (name: string, under: StoreUnderTest): void => {
  const { holding, open, opened, reopen } = storeHarness(under);

  describe(`${name}: tables`, () => {
    test('may be declared again, with the columns in another order', async () => {
      const made = await holding(reading(0));
      const { at: first, ...rest } = readings.columns;
      const again = { ...readings, columns: { ...rest, at: first } };
      await made.declareTables([again]);
      await made.append(again, [reading(1)]);
      expect(await made.range(again, everything)).toEqual([reading(0), reading(1)]);
    });

    test('that differ from what is kept are refused with the differences', async () => {
      const first = await opened();
      await first.close();
      const store = await reopen();
      const { value: _, ...rest } = readings.columns;
      const other = {
        ...readings,
        key: ['place'] as const,
        columns: { ...rest, extra: { type: 'long', unit: '1', doc: 'new' } },
      } as const;
      await rejectsWith('STORE_TABLE_DIFFERS', /key.*"value".*"extra"/, store.declareTables([other]));
    });

    test('that were not declared are refused', async () => {
      const store = await open();
      await rejectsWith('STORE_UNKNOWN_TABLE', /readings/, store.append(readings, [reading(0)]));
      await rejectsWith('STORE_UNKNOWN_TABLE', /readings/, store.count(readings));
    });
  });

  test.runIf(under.can.trimToTheRow)(
    `${name}: trim deletes what is older than each table's retention, and nothing else`,
    async () => {
      const brief = { ...readings, name: 'readings_brief', retentionDays: 1 };
      const made = await opened();
      await made.declareTables([brief]);
      const day = 86_400_000;
      const rows = [reading(-10 * day - 1), reading(-10 * day), reading(-day - 1), reading(-day), reading(0)];
      await made.append(readings, rows);
      await made.append(brief, rows);
      await made.trim(at(0));
      expect((await made.range(readings, everything)).map((row) => row.at - start)).toEqual([-10 * day, -day - 1, -day, 0]);
      expect((await made.range(brief, everything)).map((row) => row.at - start)).toEqual([-day, 0]);
    },
  );

  test(`${name}: close waits for what was asked before, may be called twice, and refuses what comes after`, async () => {
    const made = await opened();
    const asked = made.append(readings, [reading(0)]);
    await Promise.all([made.close(), made.close()]);
    await asked;
    await rejectsWith('STORE_CLOSED', /closed/, made.append(readings, [reading(1)]));
    await rejectsWith('STORE_CLOSED', /closed/, made.range(readings, everything));
    await rejectsWith('STORE_CLOSED', /closed/, made.trim(at(0)));
    const store = await reopen();
    await store.declareTables([readings]);
    expect(await store.count(readings)).toBe(1);
  });
};

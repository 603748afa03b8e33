import { epochMs } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { type Reading, reading, readings, rejectsWith, type StoreUnderTest, start, storeHarness } from './store-readings.ts';

/** What `sample` gives. */
export const storeSamplingContract = (name: string, under: StoreUnderTest): void => {
  const { holding, opened } = storeHarness(under);

  describe(`${name}: sample`, () => {
    const minute = 60_000;
    const midnight = Date.UTC(2026, 10, 20);
    const inDay = { from: epochMs(midnight), to: epochMs(midnight + 86_400_000), limit: 1000 };
    const on = (offsetMs: number, value: number, change: Partial<Reading> = {}): Reading =>
      reading(midnight + offsetMs - start, { value, ...change });

    test('gives one entry per interval that has rows, aligned to 1970, and none for the others', async () => {
      //   minute 0: 7 3 9      minute 1: -      minute 2: 4 (its first moment)
      const made = await holding(on(1, 7), on(30_000, 3), on(59_999, 9), on(120_000, 4));
      const sampled = await made.sample(readings, {
        ...inDay,
        intervalMs: minute,
        columns: {
          open: { column: 'value', as: 'first' },
          high: { column: 'value', as: 'max' },
          low: { column: 'value', as: 'min' },
          close: { column: 'value', as: 'last' },
          n: { column: 'value', as: 'count' },
        },
      });
      expect(sampled).toEqual([
        { intervalStart: midnight, open: 7, high: 9, low: 3, close: 9, n: 3 },
        { intervalStart: midnight + 2 * minute, open: 4, high: 4, low: 4, close: 4, n: 1 },
      ]);
    });

    test('shifts the intervals by offsetMs, so that days begin at New York’s midnight', async () => {
      const hour = 3_600_000;
      const newYork = 5 * hour;
      const made = await holding(on(newYork - 1, 1), on(newYork, 2), on(newYork + 24 * hour - 1, 3), on(newYork + 24 * hour, 4));
      const sampled = await made.sample(readings, {
        from: epochMs(midnight - 48 * hour),
        to: epochMs(midnight + 72 * hour),
        limit: 10,
        intervalMs: 24 * hour,
        offsetMs: newYork,
        columns: { first: { column: 'value', as: 'first' }, last: { column: 'value', as: 'last' } },
      });
      expect(sampled).toEqual([
        { intervalStart: midnight + newYork - 24 * hour, first: 1, last: 1 },
        { intervalStart: midnight + newYork, first: 2, last: 3 },
        { intervalStart: midnight + newYork + 24 * hour, first: 4, last: 4 },
      ]);
    });

    test.runIf(under.can.keepBefore1970)('aligns moments before 1970 downwards too', async () => {
      const made = await holding(reading(-start - 1, { value: 1 }), reading(-start, { value: 2 }));
      const sampled = await made.sample(readings, {
        from: epochMs(-minute),
        to: epochMs(minute),
        limit: 10,
        intervalMs: minute,
        columns: { v: { column: 'value', as: 'first' } },
      });
      expect(sampled).toEqual([
        { intervalStart: -minute, v: 1 },
        { intervalStart: 0, v: 2 },
      ]);
    });

    test('first and last are those rows’ values even when null; the others pass nulls over', async () => {
      const made = await holding(
        on(1, 1, { error: null }),
        on(2, 1, { error: 5 }),
        on(3, 1, { error: 7 }),
        on(4, 1, { error: null }),
      );
      const sampled = await made.sample(readings, {
        ...inDay,
        intervalMs: minute,
        columns: {
          first: { column: 'error', as: 'first' },
          last: { column: 'error', as: 'last' },
          min: { column: 'error', as: 'min' },
          max: { column: 'error', as: 'max' },
          n: { column: 'error', as: 'count' },
        },
      });
      expect(sampled).toEqual([{ intervalStart: midnight, first: null, last: null, min: 5, max: 7, n: 2 }]);
    });

    test('keeps the newest intervals where the limit bites, and only rows of the range and condition', async () => {
      const made = await holding(
        on(0, 1),
        on(minute, 2),
        on(2 * minute, 3),
        on(2 * minute + 1, 4, { place: 'cellar' }),
        on(3 * minute, 5),
      );
      const sampled = await made.sample(readings, {
        from: epochMs(midnight),
        to: epochMs(midnight + 3 * minute),
        where: { place: 'roof', 'sensor no': 1 },
        limit: 2,
        intervalMs: minute,
        columns: { v: { column: 'value', as: 'last' } },
      });
      expect(sampled).toEqual([
        { intervalStart: midnight + minute, v: 2 },
        { intervalStart: midnight + 2 * minute, v: 3 },
      ]);
    });

    test('gives whole numbers, moments, texts and booleans as a row does', async () => {
      const made = await holding(on(5, 1, { note: 'n', 'checked at': midnight }));
      const sampled = await made.sample(readings, {
        ...inDay,
        intervalMs: minute,
        columns: {
          at: { column: 'at', as: 'max' },
          sensor: { column: 'sensor no', as: 'last' },
          note: { column: 'note', as: 'first' },
          good: { column: 'good', as: 'last' },
          checked: { column: 'checked at', as: 'last' },
        },
      });
      expect(sampled).toEqual([
        { intervalStart: midnight, at: midnight + 5, sensor: 1, note: 'n', good: true, checked: midnight },
      ]);
    });

    test('refuses what it cannot answer', async () => {
      const made = await opened();
      const asked = (column: string, intervalMs = minute) =>
        made.sample(readings, { ...inDay, intervalMs, columns: { x: { column: column as 'value', as: 'last' } } });
      await rejectsWith('STORE_BAD_QUERY', /colour/, asked('colour'));
      await rejectsWith('STORE_BAD_QUERY', /is a list/, asked('the curve'));
      await rejectsWith('STORE_BAD_QUERY', /intervalMs/, asked('value', 0));
    });
  });
};

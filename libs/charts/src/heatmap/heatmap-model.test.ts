import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowOfStrike, rowPosition } from './heatmap-axes.ts';
import { smallBook } from './heatmap-fixture.ts';
import { cellValue, columnTotal, heatmapModel, plainCellValues } from './heatmap-model.ts';
import type { HeatmapSource } from './heatmap-source.ts';

const everything = { quantity: 'net', windowFraction: null, dteMax: null } as const;

describe('rows and columns', () => {
  test('strikes go from high to low, the sum comes before the nearest expiry', () => {
    const { rows, columns } = heatmapModel(smallBook, everything);
    expect(rows.map(({ strike }) => strike)).toEqual([110, 105, 100, 95, 90]);
    expect(columns.map(({ kind, expiry }) => `${kind} ${expiry}`)).toEqual(['sum ', 'expiry 2026-11-20', 'expiry 2027-12-17']);
  });

  test('what lies outside the window is gathered above and below', () => {
    const model = heatmapModel(smallBook, { ...everything, windowFraction: 0.05 });
    expect(model.rows.map(({ kind, strike }) => `${kind} ${strike}`)).toEqual([
      'above 110',
      'strike 105',
      'strike 100',
      'below 95',
    ]);
    expect(cellValue(model, 3, 1)).toBe(-47e6);
    expect(model.grid.putOi[3 * 3 + 0]).toBe(9 + 8 + 4 + 3);
  });

  test('a hidden expiry still counts in the sum', () => {
    const model = heatmapModel(smallBook, { ...everything, dteMax: 0 });
    expect(model.columns).toHaveLength(2);
    expect(cellValue(model, 2, 0)).toBe(20e6);
    expect(model.expiryCount).toBe(2);
  });

  test('a hole stays a hole, a zero stays a zero', () => {
    const model = heatmapModel(smallBook, everything);
    expect(cellValue(model, 0, 2)).toBeNaN();
    expect(cellValue(model, 2, 2)).toBe(0);
  });

  test('call, put and gross by their definitions', () => {
    const at = (quantity: 'call' | 'put' | 'gross'): number =>
      cellValue(heatmapModel(smallBook, { ...everything, quantity }), 2, 1);
    expect([at('call'), at('put'), at('gross')]).toEqual([30e6, -10e6, 40e6]);
  });

  test('the colour scale is fitted to single cells, not to sums or bins', () => {
    const model = heatmapModel(smallBook, { ...everything, windowFraction: 0.05 });
    expect([...plainCellValues(model)]).toEqual([38e6, 9e6, 20e6, 0]);
  });
});

const book: fc.Arbitrary<HeatmapSource> = fc
  .record({
    strikes: fc
      .uniqueArray(fc.integer({ min: 50, max: 150 }), { minLength: 1, maxLength: 30 })
      .map((all) => all.sort((a, b) => a - b)),
    expiryCount: fc.integer({ min: 1, max: 5 }),
    spot: fc.double({ min: 60, max: 140, noNaN: true }),
    seed: fc.array(fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: -1e6, max: 0 })), {
      minLength: 1,
      maxLength: 60,
    }),
  })
  .map(({ strikes, expiryCount, spot, seed }) => {
    const cells = seed.slice(0, strikes.length * expiryCount);
    return {
      spot,
      strikes,
      expiries: Array.from({ length: expiryCount }, (_, dte) => ({
        expiry: `2026-01-0${dte + 1}`,
        settlement: 'pm' as const,
        dte,
      })),
      strikeIndex: cells.map((_, index) => index % strikes.length),
      expiryIndex: cells.map((_, index) => Math.floor(index / strikes.length)),
      callGex: cells.map(([call]) => call),
      putGex: cells.map(([, put]) => put),
      callOi: cells.map(() => 1),
      putOi: cells.map(() => 2),
      callVolume: cells.map(() => 0),
      putVolume: cells.map(() => 0),
    };
  });

test('whatever the window and the columns shown, the rows of Σ add up to the total of the book', () => {
  const window = fc.option(fc.constantFrom(0.001, 0.02, 0.05, 0.5), { nil: null });
  fc.assert(
    fc.property(book, window, fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }), (source, windowFraction, dteMax) => {
      const model = heatmapModel(source, { quantity: 'net', windowFraction, dteMax });
      const total = Array.from(source.callGex).reduce((sum, call, index) => sum + call + source.putGex[index]!, 0);
      const rows = model.rows.map((_, row) => cellValue(model, row, 0)).filter((value) => !Number.isNaN(value));
      expect(rows.reduce((sum, value) => sum + value, 0)).toBe(total);
      expect(columnTotal(model, 0)).toBe(total);
      if (dteMax === null) {
        const expiries = model.columns.slice(1).map((_, index) => columnTotal(model, index + 1));
        expect(expiries.reduce((sum, value) => sum + value, 0)).toBe(total);
      }
    }),
  );
});

describe('where a price stands', () => {
  const model = heatmapModel(smallBook, { ...everything, windowFraction: 0.05 });

  test('between two strikes in proportion', () => {
    expect(rowPosition(model, 105)).toBe(1);
    expect(rowPosition(model, 100)).toBe(2);
    expect(rowPosition(model, 104)).toBeCloseTo(1.2);
  });

  test('beyond the window on its bin', () => {
    expect(rowPosition(model, 200)).toBe(0);
    expect(rowPosition(model, 10)).toBe(3);
  });

  test('every strike belongs to one row', () => {
    expect([110, 105, 100, 95, 90].map((strike) => rowOfStrike(model, strike))).toEqual([0, 1, 2, 3, 3]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import type { Levels } from './analysis.ts';
import { type BookRow, fixtureAsOf, inputOf, slotAfter } from './book.fixture.ts';
import { type DealerModel, dealerModelNames, dealerModelOf, dealerModels } from './dealer-model.ts';
import { type Measure, measureNames, measureWeights } from './measure.ts';

const day = 1440;
const slots = [slotAfter(180), slotAfter(7 * day)];
const rows: readonly BookRow[] = [
  { side: 'call', strike: 6050, openInterest: 300, volume: 900, iv: 0.12, expiry: 0 },
  { side: 'put', strike: 5950, openInterest: 500, volume: 0, iv: 0.15, expiry: 0 },
  { side: 'call', strike: 6100, openInterest: 0, volume: 40, iv: 0.12, expiry: 1 },
  { side: 'put', strike: 5900, openInterest: 700, volume: 20, iv: 0.16, expiry: 1 },
];

const levelsOf = (dealerModel: DealerModel, measure: Measure = 'oi', book = rows): Levels =>
  analyse(inputOf(book, slots, { dealerModel, measure })).levels;

describe('dealer models', () => {
  test.each([
    ['naive', 1, -1],
    ['all_short', -1, -1],
    ['inverse', -1, 1],
    ['absolute', 1, 1],
  ] as const)('%s signs calls %d and puts %d, and gross is the same in all', (name, call, put) => {
    const naive = levelsOf('naive').total;
    const { total, model } = levelsOf(name);
    expect([total.call, total.put]).toEqual([call * naive.call, -put * naive.put]);
    expect([total.net, total.gross]).toEqual([total.call + total.put, naive.gross]);
    expect(dealerModelOf(model.convention)).toBe(name);
  });

  test('walls and the gross king are where the gamma is, whoever holds it', () => {
    const marks = dealerModelNames.map((name) => {
      const { callWall, putWall, maxGrossStrike } = levelsOf(name);
      return [callWall, putWall, maxGrossStrike];
    });
    expect(new Set(marks.map(String)).size).toBe(1);
    expect(marks[0]).toEqual([6050, 5900, 5900]);
  });

  test('one-signed models have no zero gamma; opposite ones share their roots', () => {
    expect([levelsOf('all_short').zeroGammaAll, levelsOf('absolute').zeroGammaAll]).toEqual([[], []]);
    expect(levelsOf('naive').zeroGamma).not.toBeNull();
    expect(levelsOf('inverse').zeroGammaAll).toEqual(levelsOf('naive').zeroGammaAll);
  });

  test('every convention names one model', () => {
    expect(new Set(dealerModelNames.map((name) => dealerModels[name].convention)).size).toBe(dealerModelNames.length);
  });
});

describe('measures', () => {
  test('G-08: oi and oi_plus_volume differ only where volume was traded in what expires today', () => {
    const [oi, plus] = [levelsOf('naive', 'oi'), levelsOf('naive', 'oi_plus_volume')];
    expect(plus.expiries[1]!.total).toEqual(oi.expiries[1]!.total);
    expect(plus.expiries[0]!.total.put).toBe(oi.expiries[0]!.total.put);
    expect(plus.expiries[0]!.total.call / oi.expiries[0]!.total.call).toBeCloseTo((300 + 900) / 300, 12);
    expect([oi.model.measure, plus.model.measure]).toEqual(['oi', 'oi_plus_volume']);
  });

  test('by volume a contract counts by its trades, and not at all without', () => {
    const { total, contracts, putCallRatioOi } = levelsOf('naive', 'volume');
    expect(contracts).toEqual({ used: 3, excluded: { 'no-volume': 1 } });
    const traded = rows.map((row) => ({ ...row, openInterest: row.volume ?? 0 }));
    expect(total).toEqual(levelsOf('naive', 'oi', traded).total);
    // Ratios keep their own meaning, whatever the measure.
    expect(putCallRatioOi).toBe(levelsOf('naive').putCallRatioOi);
  });

  test('today is the day in New York, not in UTC', () => {
    const [today, later] = [slotAfter(180), slotAfter(day)];
    expect(measureWeights('oi_plus_volume', today, fixtureAsOf)).toEqual({ openInterest: 1, volume: 1 });
    expect(measureWeights('oi_plus_volume', later, fixtureAsOf)).toEqual({ openInterest: 1, volume: 0 });
  });

  test('exposures by volume and by open interest add up to those of their sum', () => {
    const quantity = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(quantity, quantity), { minLength: 4, maxLength: 4 }), (quantities) => {
        const book = rows.map((row, i) => ({ ...row, expiry: 0, openInterest: quantities[i]![0], volume: quantities[i]![1] }));
        const [oi, volume, both] = measureNames.map((measure) => levelsOf('naive', measure, book).total);
        expect(Math.abs(oi!.net + volume!.net - both!.net)).toBeLessThanOrEqual(1e-13 * both!.gross);
      }),
    );
  });
});

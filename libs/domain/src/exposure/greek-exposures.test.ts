import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import { type BookRow, inputOf, slotAfter, smallInput } from './book.fixture.ts';
import { dealerModelNames } from './dealer-model.ts';
import { drawnRow } from './drawn-row.fixture.ts';
import { type ExposureSums, type Exposures, exposureKinds } from './exposure-kinds.ts';
import { exposurePicture } from './exposure-picture.ts';
import { sumExposures } from './exposure-tally.ts';
import { greekExposures } from './greek-exposures.ts';
import { horizonLevels, nearTermDays, withinHorizon } from './horizons.ts';
import { incrementalExposure } from './incremental-exposure.ts';
import { measureNames } from './measure.ts';

const day = 1440;

const expectRelative = (actual: number, expected: number): void =>
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(1e-12);

test('a small chain has the delta, gamma, vanna and charm exposures worked out by hand', () => {
  const { total, expiries, strikes } = greekExposures(smallInput);
  expectRelative(total.gex.net, 106_984_005.032973);
  expectRelative(total.dex.net, 4_243_790_674.09927);
  expectRelative(total.vex.net, 429_327_855.364768);
  expectRelative(total.chex.net, -346_287_181.61549);
  expectRelative(strikes.find(({ strike }) => strike === 5900)!.exposures.gex.put, -490_952_948.852469);
  expect(expiries.map(({ exposures }) => exposures.gex.call > 0)).toEqual([true, true, true]);
});

test('one contract by hand: at the money with a year to go and no carry', () => {
  const [spot, volatility, held] = [100, 0.2, 7];
  const row: BookRow = { side: 'put', strike: 100, openInterest: held, iv: volatility };
  const { total } = greekExposures(inputOf([row], [slotAfter(365 * day)], { spot }));
  // d1 = 0.1 and d2 = −0.1; N(−0.1) and φ(0.1) from tables.
  const [areaBelow, density] = [0.4601721627229711, 0.3969525474770118];
  const gamma = density / (spot * volatility);
  const usd = -held * 100;
  expectRelative(total.dex.net, usd * -areaBelow * spot);
  expectRelative(total.gex.net, usd * gamma * spot ** 2 * 0.01);
  expectRelative(total.vex.net, usd * ((density * 0.1) / volatility) * 0.01 * spot);
  // Nothing but time moves delta: ∂d1/∂t at the money is −σ / (4√T).
  expectRelative(total.chex.net, (usd * density * (-volatility / 4) * spot) / 365);
  expectRelative(total.speed.net, usd * (-gamma / spot) * (1 + 0.1 / volatility) * spot ** 3 * 1e-4);
  expectRelative(total.zomma.net, ((usd * gamma * (-0.01 - 1)) / volatility) * 0.01 * spot ** 2 * 0.01);
  expect(total.dex).toMatchObject({ call: 0, put: total.dex.net, gross: Math.abs(total.dex.net) });
});

const slots = [slotAfter(90), slotAfter(3 * day), slotAfter(20 * day), slotAfter(90 * day)];
const row = fc
  .tuple(drawnRow(slots.length), fc.constantFrom(0, 0, 0, 1))
  .map(([drawn, exclusion]): BookRow => ({ ...drawn, exclusion }));
const book = fc.array(row, { minLength: 1, maxLength: 40 });
const choice = fc.record({
  dealerModel: fc.constantFrom(...dealerModelNames),
  measure: fc.constantFrom(...measureNames),
  carry: fc.constantFrom({ kind: 'zero' } as const, { kind: 'flat', rate: 0.05, dividendYield: 0.01 } as const),
});

const parts = ['net', 'call', 'put', 'gross'] as const satisfies readonly (keyof ExposureSums)[];

/** Equal but for the order of additions. */
const expectSame = (actual: Exposures, expected: Exposures): void => {
  for (const kind of exposureKinds)
    for (const part of parts)
      expect(Math.abs(actual[kind][part] - expected[kind][part])).toBeLessThanOrEqual(1e-12 * expected[kind].gross);
};

describe('G-03: exposures add up', () => {
  test('over strikes, and over expiries, to the total', () => {
    fc.assert(
      fc.property(book, choice, (rows, chosen) => {
        const { total, strikes, expiries } = greekExposures(inputOf(rows, slots, chosen));
        expectSame(sumExposures(strikes.map(({ exposures }) => exposures)), total);
        expectSame(sumExposures(expiries.map(({ exposures }) => exposures)), total);
      }),
    );
  });

  test('over books: two together have the sum of both', () => {
    fc.assert(
      fc.property(book, book, choice, (left, right, chosen) => {
        const [a, b, both] = [left, right, [...left, ...right]].map((rows) => greekExposures(inputOf(rows, slots, chosen)).total);
        expectSame(sumExposures([a!, b!]), both!);
      }),
    );
  });

  test('over horizons: each holds the one before, and the last is everything', () => {
    fc.assert(
      fc.property(book, choice, (rows, chosen) => {
        const input = inputOf(rows, slots, chosen);
        const exposures = greekExposures(input);
        const horizons = horizonLevels(analyse({ ...input, horizonDays: nearTermDays }), exposures);
        for (const { levels, exposures: sums } of horizons)
          expect(Math.abs(levels.total.net - sums.gex.net)).toBeLessThanOrEqual(1e-10 * levels.total.gross + 1e-200);
        const counts = horizons.map(({ expiries }) => expiries);
        expect(counts).toEqual(counts.toSorted((a, b) => a - b));
        expectSame(horizons.at(-1)!.exposures, exposures.total);
        const gross = horizons.map(({ levels }) => levels.total.gross);
        expect(gross.every((each, i) => i === 0 || each >= gross[i - 1]! * (1 - 1e-12))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

test('the levels of a horizon are those of its expiries alone, to the bit', () => {
  fc.assert(
    fc.property(book, choice, (rows, chosen) => {
      const input = inputOf(rows, slots, chosen);
      for (const { name, levels } of horizonLevels(analyse({ ...input, horizonDays: nearTermDays }), greekExposures(input))) {
        const alone = rows.filter(({ expiry = 0 }) => withinHorizon(name, slots[expiry]!.expiry, input.asOf));
        expect(analyse(inputOf(alone, slots, chosen)).levels).toMatchObject(levels);
      }
    }),
    { numRuns: 20 },
  );
});

test('gamma exposure is the one that analyse has, whatever model, measure and carry', () => {
  fc.assert(
    fc.property(book, choice, (rows, chosen) => {
      const input = inputOf(rows, slots, chosen);
      const { total } = analyse(input).levels;
      const { gex } = greekExposures(input).total;
      for (const part of parts) expect(Math.abs(gex[part] - total[part])).toBeLessThanOrEqual(1e-10 * total.gross + 1e-200);
    }),
    { numRuns: 50 },
  );
});

test('permuting rows changes no bit', () => {
  const shuffled = book.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
  fc.assert(
    fc.property(shuffled, choice, ([rows, again], chosen) => {
      expect(greekExposures(inputOf(again, slots, chosen))).toEqual(greekExposures(inputOf(rows, slots, chosen)));
    }),
  );
});

test('a call and a put of one strike differ by the discounted share in delta alone, without carry', () => {
  const pair = (side: 'call' | 'put'): BookRow => ({ side, strike: 6100, openInterest: 10, iv: 0.2, expiry: 2 });
  const { total } = greekExposures(inputOf([pair('call'), pair('put')], slots));
  for (const kind of ['gex', 'vex', 'chex', 'speed', 'zomma'] as const)
    expect(Math.abs(total[kind].net)).toBeLessThanOrEqual(1e-13 * total[kind].gross);
  expectRelative(total.dex.net, 10 * 100 * 6000);
});

test('no position that the edge lets through gives NaN or Infinity', () => {
  // Volatilities as libs/schwab lets them pass, a minute to settlement, strikes as a symbol can hold them.
  const extreme: fc.Arbitrary<BookRow> = fc.record({
    side: fc.constantFrom('call', 'put'),
    strike: fc.constantFrom(0.001, 6000, 6000.001, 99_999.999),
    openInterest: fc.constantFrom(1, 1e9),
    iv: fc.oneof(fc.constantFrom(1e-6, 10), fc.double({ min: 1e-6, max: 10, noNaN: true })),
    expiry: fc.integer({ min: 0, max: 1 }),
  });
  const minuteAndYears = [slotAfter(1), slotAfter(3000 * day)];
  fc.assert(
    fc.property(fc.array(extreme, { minLength: 1, maxLength: 8 }), choice, (rows, chosen) => {
      const input = inputOf(rows, minuteAndYears, chosen);
      const whole = analyse(input);
      expect(unboundedIn(exposurePicture(input, [[], []]))).toEqual([]);
      expect(unboundedIn(whole.cells)).toEqual([]);
      for (const root of whole.levels.zeroGammaAll) expect(Math.abs(root / 6000 - 1)).toBeLessThanOrEqual(0.2 + 1e-12);
      const live = incrementalExposure(input.positions, input.expiries, input);
      live.respot(6000.5);
      live.update(0);
      expect(unboundedIn(live.levels())).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

/** Where in a value, at any depth, a number is NaN or infinite. */
const unboundedIn = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => unboundedIn(part, `${path}.${name}`));
};

test('an empty book has zero everywhere', () => {
  const { total, strikes, expiries } = greekExposures(inputOf([], []));
  expect([strikes, expiries]).toEqual([[], []]);
  for (const kind of exposureKinds) expect(total[kind]).toEqual({ net: 0, call: 0, put: 0, gross: 0 });
});

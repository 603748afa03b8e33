import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blackScholesGreeks } from '../pricing/greeks.ts';
import { analyse } from './analyse.ts';
import type { Levels } from './analysis.ts';
import { type BookRow, columnsOf, fixtureAsOf, inputOf, slotAfter } from './book.fixture.ts';
import { drawnRow } from './drawn-row.fixture.ts';
import { gammaCoefficients, gammaExposureAt, setGammaCoefficients } from './gamma-coefficients.ts';
import { expiryTerm } from './position-columns.ts';

const slots = [slotAfter(90), slotAfter(1530), slotAfter(10_170), slotAfter(45_000)];
const spot = 6000;

const row = drawnRow(slots.length);
const book = fc.array(row, { minLength: 1, maxLength: 60 });

const levelsOf = (rows: readonly BookRow[]): Levels => analyse(inputOf(rows, slots, { spot })).levels;

test('permuting rows and slots changes no bit', () => {
  const shuffled = book.chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      again: fc.shuffledSubarray(rows, { minLength: rows.length }),
      order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ rows, again, order }) => {
      const moved = again.map((each) => ({ ...each, expiry: order.indexOf(each.expiry ?? 0) }));
      const movedSlots = order.map((i) => slots[i]!);
      expect(analyse(inputOf(moved, movedSlots, { spot }))).toEqual(analyse(inputOf(rows, slots, { spot })));
    }),
  );
});

test('two books together have the sum of their exposures', () => {
  fc.assert(
    fc.property(book, book, (left, right) => {
      const [a, b, both] = [levelsOf(left).total, levelsOf(right).total, levelsOf([...left, ...right]).total];
      for (const part of ['call', 'put', 'net', 'gross'] as const)
        expect(Math.abs(both[part] - a[part] - b[part])).toBeLessThanOrEqual(1e-13 * both.gross);
    }),
  );
});

test('spot and strikes scaled by λ scale exposures and roots by λ', () => {
  fc.assert(
    fc.property(book, fc.double({ min: 0.1, max: 10, noNaN: true }), (rows, scale) => {
      const plain = levelsOf(rows);
      const scaledRows = rows.map((each) => ({ ...each, strike: each.strike * scale }));
      const scaled = analyse(inputOf(scaledRows, slots, { spot: spot * scale })).levels;
      expect(Math.abs(scaled.total.net - scale * plain.total.net)).toBeLessThanOrEqual(1e-10 * scaled.total.gross);
      expect(scaled.zeroGammaAll).toHaveLength(plain.zeroGammaAll.length);
      for (const [i, root] of scaled.zeroGammaAll.entries()) expect(root / (scale * plain.zeroGammaAll[i]!)).toBeCloseTo(1, 6);
    }),
  );
});

test('G-01: exposure is linear in open interest and in the multiplier; the roots do not move', () => {
  fc.assert(
    fc.property(book, (rows) => {
      const plain = levelsOf(rows);
      // Twice a number is exact but among the denormals.
      fc.pre(plain.total.gross === 0 || plain.total.gross > 1e-250);
      const double = levelsOf(rows.map((each) => ({ ...each, openInterest: 2 * each.openInterest })));
      const mini = levelsOf(rows.map((each) => ({ ...each, multiplier: 50 })));
      expect([double.total.net, mini.total.net]).toEqual([2 * plain.total.net, 0.5 * plain.total.net]);
      expect([double.zeroGammaAll, mini.zeroGammaAll]).toEqual([plain.zeroGammaAll, plain.zeroGammaAll]);
    }),
  );
});

test('a contract and its opposite cancel to nothing: no net, no root', () => {
  fc.assert(
    fc.property(book, (rows) => {
      const opposite = rows.map((each) => ({ ...each, side: each.side === 'call' ? ('put' as const) : ('call' as const) }));
      const { total, zeroGammaAll } = levelsOf([...rows, ...opposite]);
      expect(Math.abs(total.net)).toBeLessThanOrEqual(1e-14 * total.gross);
      expect(zeroGammaAll).toEqual([]);
    }),
    {
      // Once told as 46 roots: two volatilities a rounding apart leave hundreds of changes of sign, all of them rounding.
      examples: [
        [
          [
            { side: 'call', strike: 5000, openInterest: 1, volume: 0, iv: 0.05, expiry: 0 },
            { side: 'call', strike: 6460, openInterest: 1, volume: 0, iv: 0.3873200006809787, expiry: 0 },
            { side: 'call', strike: 6460, openInterest: 1, volume: 0, iv: 0.3873200006809788, expiry: 0 },
            { side: 'call', strike: 5000, openInterest: 0, volume: 0, iv: 0.05, expiry: 0 },
          ],
        ],
      ],
    },
  );
});

test('exposure is gamma × open interest × multiplier × spot² × 0.01', () => {
  fc.assert(
    fc.property(row, (each) => {
      fc.pre(each.openInterest > 0 && each.iv > 0);
      const carry = { kind: 'flat', rate: 0.04, dividendYield: 0.01 } as const;
      const { years } = expiryTerm(slots[each.expiry ?? 0]!, fixtureAsOf, carry);
      const { gamma } = blackScholesGreeks({ ...each, spot, years, rate: 0.04, dividendYield: 0.01, volatility: each.iv });
      const expected = (each.side === 'call' ? 1 : -1) * gamma * each.openInterest * 100 * spot * spot * 0.01;
      const { net } = analyse(inputOf([each], slots, { spot, carry })).levels.total;
      // Deep in the tail the exponent's own rounding shows.
      expect(Math.abs(net - expected)).toBeLessThanOrEqual(1e-11 * Math.abs(expected) + 1e-200);
    }),
  );
});

test('G-05: walls lie on their side of spot and kings are strikes of the book', () => {
  fc.assert(
    fc.property(book, (rows) => {
      const levels = levelsOf(rows);
      const strikes = rows.map((each) => each.strike);
      if (levels.callWall !== null) expect(levels.callWall).toBeGreaterThanOrEqual(spot);
      if (levels.putWall !== null) expect(levels.putWall).toBeLessThanOrEqual(spot);
      for (const level of [levels.callWall, levels.putWall, levels.maxGrossStrike, levels.maxNetStrike])
        if (level !== null) expect(strikes).toContain(level);
      expect(levels.maxGrossStrike === null).toBe(levels.total.gross === 0);
    }),
  );
});

test('G-04: contracts far from spot change no total of the others, whatever window a page shows', () => {
  fc.assert(
    fc.property(book, (rows) => {
      const { cells, levels } = analyse(inputOf(rows, slots, { spot }));
      const inWindow = (i: number): boolean => Math.abs(cells.strikes[cells.strikeIndex[i]!]! - spot) < 300;
      let inside = 0;
      let outside = 0;
      for (let i = 0; i < cells.callGex.length; i++) {
        if (inWindow(i)) inside += cells.callGex[i]! + cells.putGex[i]!;
        else outside += cells.callGex[i]! + cells.putGex[i]!;
      }
      expect(Math.abs(inside + outside - levels.total.net)).toBeLessThanOrEqual(1e-13 * levels.total.gross);
    }),
  );
});

test("a contract's exposure over the logarithm of spot has an area that neither time nor volatility changes", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.03, max: 1, noNaN: true }), fc.integer({ min: 0, max: 3 }), (iv, slot) => {
      const term = expiryTerm(slots[slot]!, fixtureAsOf, { kind: 'flat', rate: 0.05, dividendYield: 0.02 });
      const into = gammaCoefficients(1);
      setGammaCoefficients(into, 0, Math.log(6100 / spot), 6100, 100 * 7, iv, term);
      const width = iv * term.rootYears;
      const step = width / 8;
      let area = 0;
      for (let j = -80; j <= 80; j++) area += step * gammaExposureAt(into, 0, -into.a[0]! * width + j * step);
      expect(area / (7 * 100 * 0.01 * 6100 * Math.exp(-0.05 * term.years))).toBeCloseTo(1, 12);
    }),
  );
});

test('open interest columns are read, never written', () => {
  const positions = columnsOf([{ side: 'call', strike: 6000, openInterest: 3, iv: 0.2 }]);
  const copy = structuredClone(positions);
  analyse({ ...inputOf([], slots), positions });
  expect(positions).toEqual(copy);
});

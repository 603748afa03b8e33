import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logMoneyness } from '../pricing/option-terms.ts';
import { analyse } from './analyse.ts';
import { type BookRow, fixtureAsOf, inputOf, slotAfter } from './book.fixture.ts';
import { type ExpirySlot, expiryTerm } from './position-columns.ts';

const spot = 6000;
const low = Math.log(0.8);
const high = Math.log(1.2);

/** Direct sum of S²·gamma over spot, sharing no code with the kernels. The common factor is left out. */
const directTotal = (rows: readonly BookRow[], slots: readonly ExpirySlot[], x: number): { value: number; gross: number } => {
  let value = 0;
  let gross = 0;
  for (const { side, strike, openInterest, iv, expiry } of rows) {
    const { years } = expiryTerm(slots[expiry ?? 0]!, fixtureAsOf, { kind: 'zero' });
    const deviation = iv * Math.sqrt(years);
    const d2 = (x - logMoneyness(strike, spot) - 0.5 * deviation * deviation) / deviation;
    const term = (openInterest * strike * Math.exp(-0.5 * d2 * d2)) / deviation;
    value += side === 'call' ? term : -term;
    gross += term;
  }
  return { value, gross };
};

/** Every change of sign on a very dense grid, by bisection. Values below 1e-13 of their parts count as none. */
const denseRoots = (rows: readonly BookRow[], slots: readonly ExpirySlot[], points: number): number[] => {
  const sign = (x: number): number => {
    const { value, gross } = directTotal(rows, slots, x);
    return Math.abs(value) <= 1e-13 * gross ? 0 : Math.sign(value);
  };
  const roots: number[] = [];
  let previous = { x: low, sign: sign(low) };
  for (let j = 1; j <= points; j++) {
    const x = low + (j * (high - low)) / points;
    const now = sign(x);
    if (now === 0) continue;
    if (previous.sign !== 0 && previous.sign !== now) {
      let [left, right] = [previous.x, x];
      for (let i = 0; i < 60; i++) {
        const middle = 0.5 * (left + right);
        if (sign(middle) === now) right = middle;
        else left = middle;
      }
      roots.push(spot * Math.exp(right));
    }
    previous = { x, sign: now };
  }
  return roots;
};

const expectRoots = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.map((x) => x.toFixed(3))).toEqual(expected.map((x) => x.toFixed(3)));
};

test('seven roots of a 0DTE-heavy book are all found, ascending, with the nearest to spot picked', () => {
  // Eight strikes of alternating sign, two hours to go, over a flat month of both signs.
  const strikes = [5900, 5930, 5960, 5990, 6020, 6050, 6080, 6110];
  const rows: BookRow[] = strikes.map((strike, i) => ({
    side: i % 2 === 0 ? 'put' : 'call',
    strike,
    openInterest: 4000 + 137 * i,
    iv: 0.11,
    expiry: 0,
  }));
  rows.push({ side: 'put', strike: 5800, openInterest: 900, iv: 0.18, expiry: 1 });
  rows.push({ side: 'call', strike: 6200, openInterest: 900, iv: 0.14, expiry: 1 });
  const slots = [slotAfter(120), slotAfter(43_200)];
  const { levels } = analyse(inputOf(rows, slots, { spot }));
  expectRoots(levels.zeroGammaAll, denseRoots(rows, slots, 40_000));
  expect(levels.zeroGammaAll.length).toBeGreaterThanOrEqual(7);
  const nearest = [...levels.zeroGammaAll].sort((a, b) => Math.abs(a - spot) - Math.abs(b - spot))[0];
  expect(levels.zeroGamma).toBe(nearest);
  expectRoots(levels.expiries[0]!.zeroGammaAll, denseRoots(rows.slice(0, 8), slots, 40_000));
  expect(levels.expiries[0]!.zeroGammaAll).toHaveLength(7);
});

test('the roots are those of a dense direct scan, in any book', () => {
  const slots = [slotAfter(25), slotAfter(240), slotAfter(4000), slotAfter(50_000)];
  const row: fc.Arbitrary<BookRow> = fc.record({
    side: fc.constantFrom('call', 'put'),
    strike: fc.integer({ min: 1160, max: 1240 }).map((k) => k * 5),
    openInterest: fc.integer({ min: 1, max: 10_000 }),
    iv: fc.double({ min: 0.08, max: 0.6, noNaN: true }),
    expiry: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 14 }), (rows) => {
      // The flat tail beyond all strikes of a dying expiry is out of both programs' sight; a wide contract of each sign fills it.
      const book: BookRow[] = [
        ...rows,
        { side: 'put', strike: 5600, openInterest: 500, iv: 0.5, expiry: 3 },
        { side: 'call', strike: 6300, openInterest: 700, iv: 0.5, expiry: 3 },
      ];
      const { zeroGammaAll } = analyse(inputOf(book, slots, { spot })).levels;
      expectRoots(zeroGammaAll, denseRoots(book, slots, 10_000));
    }),
    { numRuns: 12 },
  );
});

test('a profile of one sign has no root, one that ends with the other sign has', () => {
  const slots = [slotAfter(240), slotAfter(10_000)];
  const row: fc.Arbitrary<Omit<BookRow, 'side'>> = fc.record({
    strike: fc.integer({ min: 1100, max: 1300 }).map((k) => k * 5),
    openInterest: fc.integer({ min: 1, max: 10_000 }),
    iv: fc.double({ min: 0.08, max: 0.6, noNaN: true }),
    expiry: fc.integer({ min: 0, max: 1 }),
  });
  fc.assert(
    fc.property(fc.constantFrom('call', 'put'), fc.array(row, { minLength: 1, maxLength: 20 }), (side, rows) => {
      const oneSided: BookRow[] = rows.map((each) => ({ ...each, side }));
      const { levels } = analyse(inputOf(oneSided, slots, { spot }));
      expect([levels.zeroGamma, levels.zeroGammaAll]).toEqual([null, []]);
      // A contract so wide that it rules both ends of the range, and so large that it cannot be outweighed there.
      const other: BookRow = { side: side === 'call' ? 'put' : 'call', strike: 6000, openInterest: 1e9, iv: 0.7, expiry: 1 };
      const ends = [low, high].map((x) => Math.sign(directTotal([...oneSided, other], slots, x).value));
      const spots = oneSided.map(({ strike }) =>
        Math.sign(directTotal([...oneSided, other], slots, Math.log(strike / spot)).value),
      );
      const crosses = spots.some((sign) => sign !== ends[0]);
      if (crosses) expect(analyse(inputOf([...oneSided, other], slots, { spot })).levels.zeroGamma).not.toBeNull();
    }),
  );
});

test('the total changes sign at each root and keeps it between two', () => {
  const rows: BookRow[] = [
    { side: 'call', strike: 5950, openInterest: 900, iv: 0.12 },
    { side: 'put', strike: 6000, openInterest: 1000, iv: 0.12 },
    { side: 'call', strike: 6050, openInterest: 900, iv: 0.12 },
  ];
  const slots = [slotAfter(390)];
  const { zeroGammaAll } = analyse(inputOf(rows, slots, { spot })).levels;
  expect(zeroGammaAll).toHaveLength(2);
  const signAt = (level: number): number => Math.sign(directTotal(rows, slots, Math.log(level / spot)).value);
  const between = [zeroGammaAll[0]! - 1, (zeroGammaAll[0]! + zeroGammaAll[1]!) / 2, zeroGammaAll[1]! + 1];
  expect(between.map(signAt)).toEqual([1, -1, 1]);
});

test('two roots between neighbouring grid points are found; a dip that stops short of zero has none', () => {
  // One narrow put in a wide field of calls: its open interest decides how far below zero the dip reaches.
  const dip = (openInterest: number): BookRow[] => [
    { side: 'call', strike: 6000, openInterest: 10_000, iv: 0.3, expiry: 1 },
    { side: 'put', strike: 6000.7, openInterest, iv: 0.1, expiry: 0 },
  ];
  const slots = [slotAfter(60), slotAfter(3000)];
  let [none, two] = [1, 10_000];
  const count = (openInterest: number): number => analyse(inputOf(dip(openInterest), slots, { spot })).levels.zeroGammaAll.length;
  expect([count(none), count(two)]).toEqual([0, 2]);
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (none + two);
    if (count(middle) === 0) none = middle;
    else two = middle;
  }
  // The last depth with two roots: they lie within a hundredth of the dip's width, far inside one grid step.
  const roots = analyse(inputOf(dip(two), slots, { spot })).levels.zeroGammaAll;
  expect(roots).toHaveLength(2);
  expect(roots[1]! - roots[0]!).toBeLessThan(0.01 * 0.1 * Math.sqrt(60 / 525_600) * spot);
  expect(two / none - 1).toBeLessThan(1e-9);
});

test('between two lone strikes so far apart that both vanish, the root is still where they balance', () => {
  // Half an hour, strikes 600 points apart: e^-1500 between them.
  const rows: BookRow[] = [
    { side: 'put', strike: 5700, openInterest: 10, iv: 0.1 },
    { side: 'call', strike: 6300, openInterest: 10, iv: 0.1 },
  ];
  const { zeroGammaAll } = analyse(inputOf(rows, [slotAfter(30)], { spot })).levels;
  expect(zeroGammaAll).toHaveLength(1);
  // Equal widths balance at the geometric mean, but for the factor strike in the peak and σ²T.
  expect(zeroGammaAll[0]!).toBeCloseTo(Math.sqrt(5700 * 6300), 1);
});

test('a root exactly at spot is found once', () => {
  const iv = 0.2;
  const rows: BookRow[] = [
    { side: 'put', strike: 5900, openInterest: 10, iv },
    { side: 'call', strike: 6100, openInterest: 10, iv },
  ];
  const slots = [slotAfter(10_000)];
  const at = analyse(inputOf(rows, slots, { spot })).levels.zeroGamma!;
  const again = analyse(inputOf(rows, slots, { spot: at })).levels;
  expect(again.zeroGammaAll).toHaveLength(1);
  expect(again.zeroGamma).toBeCloseTo(at, 7);
});

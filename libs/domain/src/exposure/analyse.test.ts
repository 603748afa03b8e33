import { expect, test } from 'vitest';
import { blackScholesGreeks } from '../pricing/greeks.ts';
import { epochMs } from '../time/epoch-ms.ts';
import { analyse, createAnalyser } from './analyse.ts';
import { type BookRow, columnsOf, fixtureAsOf, inputOf, slotAfter, smallChain, smallInput, smallSlots } from './book.fixture.ts';
import { bookLayout } from './book-layout.ts';

const day = 1440;

test('G-06: a small chain has the exposures, root and walls worked out by hand', () => {
  const { levels, cells } = analyse(smallInput);
  expect(levels.total.net).toBeCloseTo(106_984_005.032973, 4);
  // The only root between 5100 and 6900; a second lies where just the far tails of the widest puts and calls are left.
  expect(levels.zeroGammaAll.filter((x) => x > 5100 && x < 6900)).toEqual([levels.zeroGamma]);
  expect(levels.zeroGamma).toBeCloseTo(5996.5753639802, 8);
  expect(levels.zeroGammaAll[1]).toBeGreaterThan(7000);
  expect([levels.callWall, levels.putWall]).toEqual([6100, 5900]);
  const exposure = (strike: number): number => {
    const i = cells.strikeIndex.findIndex((k) => cells.strikes[k] === strike);
    return cells.callGex[i]! + cells.putGex[i]!;
  };
  expect(exposure(6100)).toBeCloseTo(458_032_087.342251, 4);
  expect(exposure(6200)).toBeCloseTo(388_316_829.436867, 4);
  expect(exposure(6050)).toBeCloseTo(401_955_353.714059, 4);
  expect(exposure(5900)).toBeCloseTo(-490_952_948.852469, 4);
  expect(exposure(5800)).toBeCloseTo(-336_126_131.619099, 4);
  expect(exposure(5700)).toBeCloseTo(-314_241_184.988636, 4);
});

test('G-01: one worked contract: gamma 0.002 × 1000 × 100 × 6000² × 1 % is 72 million', () => {
  const years = 30 / 365;
  const row: BookRow = { side: 'call', strike: 6000, openInterest: 1000, iv: 0.1 };
  const gamma = (iv: number): number =>
    blackScholesGreeks({ side: 'call', spot: 6000, strike: 6000, years, rate: 0, dividendYield: 0, volatility: iv }).gamma;
  // At the money gamma falls as 1/σ: the volatility that makes it 0.002.
  let iv = 0.1;
  for (let i = 0; i < 50; i++) iv *= gamma(iv) / 0.002;
  const { levels } = analyse(inputOf([{ ...row, iv }], [slotAfter(30 * day)]));
  expect(levels.total.net).toBeCloseTo(72_000_000, 3);
});

test('net, gross and signs follow from calls and puts exactly', () => {
  const { total } = analyse(inputOf(smallChain, smallSlots)).levels;
  expect(total.put).toBeLessThan(0);
  expect(total.net).toBe(total.call + total.put);
  expect(total.gross).toBe(total.call - total.put);
});

test('the first reason that holds is the one counted', () => {
  const slots = [slotAfter(0), slotAfter(60)];
  const rows: BookRow[] = [
    { side: 'call', strike: 6000, openInterest: 0, iv: Number.NaN, expiry: 0, exclusion: 1 },
    { side: 'call', strike: 6000, openInterest: 0, iv: Number.NaN, expiry: 1, exclusion: 2, volume: 7 },
    { side: 'call', strike: 6000, openInterest: 0, iv: Number.NaN, expiry: 1, volume: 3 },
    { side: 'put', strike: 6000, openInterest: 5, iv: Number.NaN, expiry: 1, volume: 6 },
    { side: 'put', strike: 6000, openInterest: 5, iv: 0.2, expiry: 1 },
  ];
  const { levels, cells } = analyse(inputOf(rows, slots, { extraExcluded: { 'no-iv': 2, 'bad-symbol': 1 } }));
  expect(levels.contracts).toEqual({
    used: 1,
    excluded: { expired: 1, 'not-listed': 1, 'no-open-interest': 1, 'no-iv': 3, 'bad-symbol': 1 },
  });
  expect(levels.expiries).toHaveLength(1);
  expect(levels.expiries[0]!.contracts).toEqual({ used: 1, excluded: { 'not-listed': 1, 'no-open-interest': 1, 'no-iv': 1 } });
  // Volume and open interest of rows without exposure count; those of excluded rows do not.
  expect(levels.putCallRatioVolume).toBe(2);
  expect(levels.putCallRatioOi).toBeNull();
  expect([...cells.callVolume, ...cells.putVolume, ...cells.putOi]).toEqual([3, 6, 10]);
});

test('a code without a reason and a layout of another book are refused', () => {
  const row: BookRow = { side: 'call', strike: 6000, openInterest: 1, iv: 0.2 };
  const slots = [slotAfter(60)];
  expect(() => analyse(inputOf([{ ...row, exclusion: 9 }], slots))).toThrow(/exclusion code 9/);
  expect(() => analyse(inputOf([{ ...row, expiry: 3 }], slots))).toThrow(/expiry 3/);
  expect(() => analyse(inputOf([row], slots, { layout: bookLayout(columnsOf([row, row]), slots) }))).toThrow(/layout/);
  expect(() => analyse(inputOf([row], slots, { spot: 0 }))).toThrow(/spot/);
});

test('G-09: contracts leave at settlement; below a minute time is taken as one minute', () => {
  const row: BookRow = { side: 'call', strike: 6000, openInterest: 10, iv: 0.2 };
  const at = (msBefore: number) =>
    analyse(inputOf([row], [slotAfter(60)], { asOf: epochMs(fixtureAsOf + 3_600_000 - msBefore) })).levels;
  expect(at(0).contracts).toEqual({ used: 0, excluded: { expired: 1 } });
  expect(at(0).expiries).toEqual([]);
  expect(at(30_000).expiries[0]!.floored).toBe(true);
  expect(at(60_000).expiries[0]!.floored).toBe(false);
  expect(at(30_000).total.net).toBe(at(60_000).total.net);
});

test('an empty book has zero totals and no levels', () => {
  const { levels, cells } = analyse(inputOf([], []));
  expect(levels.total).toEqual({ net: 0, call: 0, put: 0, gross: 0 });
  expect([levels.zeroGamma, levels.callWall, levels.putWall, levels.maxGrossStrike, levels.maxNetStrike]).toEqual(
    new Array(5).fill(null),
  );
  expect(cells.strikes).toHaveLength(0);
});

test('cells are sparse, ascending and leave out contracts nobody holds or trades', () => {
  const rows: BookRow[] = [
    { side: 'put', strike: 6010, openInterest: 1, iv: 0.2 },
    { side: 'call', strike: 5990, openInterest: 0, iv: 0.2 },
    { side: 'call', strike: 6000, openInterest: 0, iv: 0.2, volume: 4 },
    { side: 'call', strike: 6010, openInterest: 2, iv: 0.2 },
  ];
  const { cells } = analyse(inputOf(rows, [slotAfter(day)]));
  expect(Array.from(cells.strikeIndex, (k) => cells.strikes[k])).toEqual([6000, 6010]);
  expect([Array.from(cells.callOi), Array.from(cells.putOi), Array.from(cells.callVolume)]).toEqual([
    [0, 2],
    [0, 1],
    [4, 0],
  ]);
  expect(cells.callGex[0]).toBe(0);
});

test('a slice within twenty minutes of settlement has no zero gamma, a longer one beside it has', () => {
  const pair = (expiry: number): BookRow[] => [
    { side: 'call', strike: 6050, openInterest: 10, iv: 0.2, expiry },
    { side: 'put', strike: 5950, openInterest: 10, iv: 0.2, expiry },
  ];
  const soon = analyse(inputOf(pair(0), [slotAfter(19)])).levels;
  expect([soon.zeroGamma, soon.zeroGammaAll, soon.expiries[0]!.zeroGamma]).toEqual([null, [], null]);
  const both = analyse(inputOf([...pair(0), ...pair(1)], [slotAfter(19), slotAfter(day)])).levels;
  expect(both.expiries[0]!.zeroGammaAll).toEqual([]);
  expect(both.expiries[1]!.zeroGammaAll).toHaveLength(1);
  expect(both.zeroGamma).not.toBeNull();
});

test('an analyser used again gives what a fresh one gives, whatever it saw before', () => {
  const again = createAnalyser();
  const other = inputOf([{ side: 'call', strike: 7000, openInterest: 9, iv: 0.5 }], [slotAfter(100)]);
  const first = again(smallInput);
  again(other);
  expect(again(smallInput)).toEqual(first);
  expect(again(other)).toEqual(analyse(other));
});

test('a summer-time change between now and settlement is no hour more or less', () => {
  const asOf = epochMs(Date.UTC(2026, 2, 6, 15));
  const slot = (hourUtc: number) =>
    ({ expiry: '2026-03-09', settlement: 'pm', settlesMs: epochMs(Date.UTC(2026, 2, 9, hourUtc)) }) as const;
  const row: BookRow = { side: 'call', strike: 6000, openInterest: 10, iv: 0.2 };
  // 15:00 UTC is 10:00 in New York; three wall-clock days later 10:00 is 14:00 UTC.
  const changed = analyse(inputOf([row], [slot(14)], { asOf })).levels.total.net;
  const plain = analyse(inputOf([row], [slotAfter(3 * day)])).levels.total.net;
  expect(changed).toBe(plain);
});

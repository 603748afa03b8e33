import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import { type BookRow, inputOf, slotAfter } from './book.fixture.ts';
import { expectedMove } from './expected-move.ts';
import { curveNet, exposureCurve } from './exposure-curve.ts';
import { maxPain } from './max-pain.ts';
import { expiryMaxPain, volumeWalls } from './position-marks.ts';

const day = 1440;

describe('max pain', () => {
  test('the example of three strikes, worked by hand', () => {
    // At 90 puts get 100 × 10 + 50 × 20 = 2000; at 100 calls 30 × 10 and puts 50 × 10, 800; at 110 calls 30 × 20 + 100 × 10 = 1600.
    expect(maxPain([90, 100, 110], [30, 100, 10], [10, 100, 50])).toBe(100);
  });

  test('of several strikes that cost the same the lowest', () => {
    expect(maxPain([5700, 5800, 5900, 6050, 6100, 6200], [0, 0, 0, 3000, 5000, 8000], [12_000, 9000, 6000, 0, 0, 0])).toBe(5900);
  });

  test('is where the payout, summed contract by contract, is least', () => {
    const quantity = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 12, maxLength: 12 });
    const steps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(steps, quantity, quantity, (gaps, calls, puts) => {
        let strike = 100;
        const strikes = gaps.map((gap) => (strike += gap));
        const payout = (at: number): number =>
          strikes.reduce((sum, k, i) => sum + calls[i]! * Math.max(at - k, 0) + puts[i]! * Math.max(k - at, 0), 0);
        const least = Math.min(...strikes.map(payout));
        const held = [...calls, ...puts].some((oi) => oi > 0);
        expect(maxPain(strikes, calls, puts)).toBe(held ? strikes.find((k) => payout(k) === least) : null);
      }),
    );
  });

  test('without open interest, and without strikes, there is none', () => {
    expect([maxPain([90, 100], [0, 0], [0, 0]), maxPain([], [], [])]).toEqual([null, null]);
    expect(maxPain([90, 100], [0, 5], [0, 0])).toBe(90);
  });
});

describe('what volume and open interest mark', () => {
  const rows: readonly BookRow[] = [
    { side: 'call', strike: 6050, openInterest: 10, volume: 5, iv: 0.2, expiry: 0 },
    { side: 'call', strike: 6100, openInterest: 20, volume: 70, iv: 0.2, expiry: 1 },
    { side: 'call', strike: 5900, openInterest: 0, volume: 900, iv: 0.2, expiry: 1 },
    { side: 'put', strike: 5950, openInterest: 30, volume: 8, iv: 0.2, expiry: 0 },
    { side: 'put', strike: 6000, openInterest: 0, volume: 8, iv: 0.2, expiry: 1 },
  ];
  const { cells } = analyse(inputOf(rows, [slotAfter(day), slotAfter(9 * day)]));

  test('G-05: volume walls lie on their side of spot, equals go to the nearer strike, an empty side has none', () => {
    expect(volumeWalls(cells, 0, 2)).toEqual({ callVolumeWall: 6100, putVolumeWall: 6000 });
    expect(volumeWalls(cells, 0, 1)).toEqual({ callVolumeWall: 6050, putVolumeWall: 5950 });
    expect(volumeWalls(cells, 0, 0)).toEqual({ callVolumeWall: null, putVolumeWall: null });
  });

  test('max pain is of one expiry', () => {
    expect([expiryMaxPain(cells, 0), expiryMaxPain(cells, 1)]).toEqual([5950, 5900]);
  });
});

describe('expected move', () => {
  const pair = (strike: number, callMid: number, putMid: number) => ({ strike, callMid, putMid, halfSpread: 0.1 });

  test('by implied volatility at the forward, and by the straddle nearest to it', () => {
    const move = expectedMove(0.195, [pair(5975, 90, 40), pair(6025, 55, 60), pair(6050, 40, 75)], 6000, 6025, 0.04);
    expect(move.iv!.volatility).toBe(0.195);
    expect(move.iv!.oneSigma).toBeCloseTo(6000 * 0.195 * 0.2, 9);
    expect(move.straddle).toMatchObject({ strike: 6025, price: 115 });
    expect(move.straddle!.oneSigma).toBeCloseTo(1.2533141373155 * 115, 9);
  });

  test('neither is made up: an IV at the forward must be known, a straddle be near it', () => {
    expect(expectedMove(null, [], 6000, 6200, 0.04)).toEqual({ iv: null, straddle: null });
    expect(expectedMove(null, [pair(5900, 150, 60)], 6000, 6000, 0.04).straddle).toMatchObject({ strike: 5900 });
    expect(expectedMove(null, [pair(5500, 505, 2)], 6000, 6000, 0.04).straddle).toBeNull();
  });
});

test('G-06: the curve over spot changes sign at the roots and has net GEX at spot', () => {
  const rows: readonly BookRow[] = [
    { side: 'call', strike: 6300, openInterest: 900, iv: 0.15 },
    { side: 'put', strike: 6000, openInterest: 1500, iv: 0.2 },
    { side: 'call', strike: 5600, openInterest: 1500, iv: 0.2 },
    { side: 'put', strike: 5200, openInterest: 600, iv: 0.25 },
  ];
  const input = inputOf(rows, [slotAfter(10 * day)]);
  const { levels } = analyse(input);
  const curve = exposureCurve(input);
  const { spots } = curve;
  const netGex = curveNet(curve);
  expect([spots.length, spots[0], spots.at(-1)].map((x) => Math.round(x!))).toEqual([401, 4800, 7200]);
  const crossings: [low: number, high: number][] = [];
  for (let j = 1; j < spots.length; j++) if (netGex[j - 1]! > 0 !== netGex[j]! > 0) crossings.push([spots[j - 1]!, spots[j]!]);
  expect(levels.zeroGammaAll).toHaveLength(3);
  expect(crossings).toHaveLength(3);
  for (const [i, [low, high]] of crossings.entries()) {
    expect(levels.zeroGammaAll[i]).toBeGreaterThanOrEqual(low);
    expect(levels.zeroGammaAll[i]).toBeLessThanOrEqual(high);
  }
  const at = spots.findIndex((spot) => spot >= 6000);
  const share = (Math.log(6000) - Math.log(spots[at - 1]!)) / (Math.log(spots[at]!) - Math.log(spots[at - 1]!));
  const between = netGex[at - 1]! + share * (netGex[at]! - netGex[at - 1]!);
  expect(between / levels.total.net).toBeCloseTo(1, 2);
});

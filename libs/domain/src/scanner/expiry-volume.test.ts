import { expect, test } from 'vitest';
import { expiryVolume, volumeRatio } from './expiry-volume.ts';

const traded = (side: 'call' | 'put', strike: number, volume: number, gamma = 0.01, openInterest = 10) => ({
  side,
  strike,
  volume,
  gamma,
  openInterest,
  multiplier: 100,
});

test('S-04: the published vectors of the volume ratio', () => {
  expect(volumeRatio(1_000, 300)).toBe(-70);
  expect(volumeRatio(300, 1_000)).toBe(70);
  expect(volumeRatio(0, 0)).toBe(0);
  expect(expiryVolume([traded('call', 100, 1_000), traded('put', 99, 300)], 100)).toMatchObject({ volumeRatio: -70 });
  expect(expiryVolume([], 100)).toEqual({
    callVolume: 0,
    putVolume: 0,
    volumeRatio: 0,
    callWall: null,
    putWall: null,
    maxGexStrike: null,
    maxGex: null,
  });
});

test('S-04: walls are the strikes with the most volume, of equals the lower, within 5 % of spot', () => {
  const contracts = [traded('call', 103, 50), traded('call', 102, 50), traded('put', 97, 40), traded('put', 98, 30)];
  const outside = [traded('call', 105.1, 900), traded('put', 94.9, 900)];
  expect(expiryVolume([...contracts, ...outside], 100)).toMatchObject({
    callWall: 102,
    putWall: 97,
    callVolume: 100,
    putVolume: 70,
  });
});

test('S-04: the strike with the most gamma exposure, a put’s positive too: 0.02 × 500 × 100 × 100² × 0.01 = 100 000 USD per 1 %', () => {
  const contracts = [traded('call', 101, 5, 0.02, 400), traded('put', 99, 5, 0.02, 500), traded('put', 98, 0, 0.9, 900)];
  const { maxGexStrike, maxGex } = expiryVolume(contracts, 100);
  expect(maxGexStrike).toBe(99);
  expect(maxGex).toBeCloseTo(100_000, 6);
});

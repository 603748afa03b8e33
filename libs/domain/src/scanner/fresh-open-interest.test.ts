import { expect, test } from 'vitest';
import { freshOpenInterest } from './fresh-open-interest.ts';

const contract = { strike: 100, mark: 2, volume: 3_000, openInterest: 1_000 };

test('S-03: fresh from a ratio of 3.0 on: notional in USD, score = ratio × notional / 1000', () => {
  expect(freshOpenInterest(contract, 100)).toEqual({ ratio: 3, notional: 600_000, score: 1_800 });
  expect(freshOpenInterest({ ...contract, volume: 2_999 }, 100)).toBeNull();
});

test('S-03: within 10 % of spot, with a price and a known open interest', () => {
  expect(freshOpenInterest({ ...contract, strike: 110 }, 100)).not.toBeNull();
  expect(freshOpenInterest({ ...contract, strike: 110.01 }, 100)).toBeNull();
  expect(freshOpenInterest({ ...contract, mark: null }, 100)).toBeNull();
  expect(freshOpenInterest({ ...contract, openInterest: null }, 100)).toBeNull();
});

test('S-03: of a contract that nobody held, a hundred are flagged, without ratio or score', () => {
  expect(freshOpenInterest({ ...contract, openInterest: 0, volume: 100 }, 100)).toEqual({
    ratio: null,
    notional: 20_000,
    score: null,
  });
  expect(freshOpenInterest({ ...contract, openInterest: 0, volume: 99 }, 100)).toBeNull();
});

import { expect, test } from 'vitest';
import { followLimit, robustLimit } from './colour-limit.ts';

test('G-23: the 95th of a hundred magnitudes, whatever their signs; holes and zeros do not count', () => {
  const values = Array.from({ length: 100 }, (_, index) => (index % 2 ? 1 : -1) * (index + 1));
  expect(robustLimit([...values, Number.NaN, 0, 0, 0])).toBe(95);
});

test.each([
  [100, 95],
  [80, 76],
  [79, 73],
  [30, 28],
  [29, 26],
  [10, 9],
  [1, 1],
])('G-23: of %i cells with magnitudes from 1 the limit is %i: quantiles 0.95, 0.92 and 0.88', (cells, limit) => {
  const ascending = Array.from({ length: cells }, (_, index) => index + 1);
  expect(robustLimit(ascending)).toBe(limit);
  // All of one sign, either.
  expect(robustLimit(ascending.map((value) => -value))).toBe(limit);
});

test('one giant among forty does not set the limit', () => {
  expect(robustLimit([...Array.from({ length: 39 }, () => 2), 1e12])).toBe(2);
});

test('nothing to show gives no limit', () => {
  expect(robustLimit([])).toBe(0);
});

test('streaming keeps the limit until it is outgrown by more than a fifth', () => {
  expect(followLimit(100, 119, false)).toBe(100);
  expect(followLimit(100, 30, false)).toBe(100);
  expect(followLimit(100, 121, false)).toBe(121);
});

test('the first values, and a user, fit the limit anew', () => {
  expect(followLimit(0, 30, false)).toBe(30);
  expect(followLimit(100, 30, true)).toBe(30);
});

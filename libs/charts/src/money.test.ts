import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUsd } from './money.ts';

test.each([
  [1_234_000_000, '+1.2 B'],
  [-340_000_000, '−340 M'],
  [91_920_911_124, '+92 B'],
  [-5_950, '−6.0 K'],
  [72, '+72'],
  [0, '0'],
  [0.2, '0'],
  [1_500_000_000_000, '+1.5 T'],
  [Number.NaN, '–'],
])('%d reads %s', (usd, text) => {
  expect(formatUsd(usd).replaceAll('\u00a0', ' ')).toBe(text);
});

test('rounds before it chooses the scale: never 1000 M', () => {
  expect(formatUsd(999_600_000, { narrow: true })).toBe('+1.0B');
  expect(formatUsd(-999_950, { narrow: true, significantDigits: 3 })).toBe('−1.00M');
  expect(formatUsd(9_960_000, { narrow: true })).toBe('+10M');
});

test('three digits where a key number has room, and no plus for what has no sign', () => {
  expect(formatUsd(91_920_911_124, { narrow: true, significantDigits: 3 })).toBe('+91.9B');
  expect(formatUsd(423_870_540_178, { narrow: true, significantDigits: 3, plus: false })).toBe('424B');
});

test('a number and its negative differ in the sign alone', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e14, noNaN: true }), (usd) => {
      expect(formatUsd(usd).slice(1)).toBe(formatUsd(-usd).slice(1));
      expect(formatUsd(usd)[0]).toBe('+');
      expect(formatUsd(-usd)[0]).toBe('−');
    }),
  );
});

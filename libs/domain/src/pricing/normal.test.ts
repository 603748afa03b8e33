import { expect, test } from 'vitest';
import { lowerTailRatio, normalCdf, normalPdf } from './normal.ts';

// [z, cdf, pdf] by mpmath at 50 digits: all three ranges of the approximation, and the tails.
const distribution = [
  [-37, 5.725571222524577e-300, 2.1200065515246056e-298],
  [-20, 2.7536241186062337e-89, 5.520948362159764e-88],
  [-8.5, 9.479534822203318e-18, 8.16623563166955e-17],
  [-5.75, 4.462172453901612e-9, 2.6392432035705732e-8],
  [-5.625, 9.275398734560822e-9, 5.37323265056915e-8],
  [-3.25, 0.000577025042390767, 0.0020290480572997677],
  [-1, 0.15865525393145705, 0.24197072451914334],
  [-0.6875, 0.24588385038026145, 0.3149735354265933],
  [-0.625, 0.26598552904870054, 0.328160968550375],
  [-0.0009765625, 0.4996104079912195, 0.39894209017097476],
  [0.5, 0.6914624612740131, 0.35206532676429947],
  [1.5, 0.9331927987311419, 0.12951759566589174],
  [4, 0.9999683287581669, 0.00013383022576488534],
] as const;

test.each(distribution)('the normal distribution at %d keeps its relative precision', (z, cdf, pdf) => {
  expect(Math.abs(normalCdf(z) / cdf - 1)).toBeLessThan(1e-15);
  expect(Math.abs(normalPdf(z) / pdf - 1)).toBeLessThan(1e-15);
  if (z <= 0) expect(Math.abs((lowerTailRatio(z) * pdf) / cdf - 1)).toBeLessThan(2e-15);
});

test('the distribution reaches its limits and passes NaN on', () => {
  expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(0)]).toEqual([0, 1, 0.5]);
  expect(normalCdf(Number.NaN)).toBeNaN();
});

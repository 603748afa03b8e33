import type { GammaCoefficients } from './gamma-coefficients.ts';

/** The exact total of some contracts at one x = ln(spot / anchor): the last point asked for. */
export interface ExactProfile {
  /** Total, times a positive factor that differs between points (1 unless every term underflows). */
  value: number;
  /** Derivative by x, times the same factor. */
  slope: number;
  /** −1, 0 or 1. 0 also when the total is below the rounding of its terms. */
  sign: number;
  evaluate(x: number): void;
}

/** Terms carry a relative error of about d²·1e-16 and cancel in the total: below this share of their sum, its sign is noise. */
const noiseShare = 1e-14;
/** e^−60 is 9e-27: contracts so far out are left out of a sum that is no smaller than `grossShare` of all peaks, where they are below 1e-20 of it. */
const nearExponent = 60;
const grossShare = 1e-6;
/** e^−745 is the least double. */
const leastExponent = 745;

/** Contracts from `from` up to `to`. */
export const exactProfile = ({ a, v, w }: GammaCoefficients, from: number, to: number): ExactProfile => {
  let peaks = 0;
  for (let i = from; i < to; i++) peaks += Math.abs(w[i]!);

  /** Least d²/2 at x: taken out of the exponents when all terms underflow, as between two strikes minutes before settlement. */
  const nearestExponent = (x: number): number => {
    let least = Infinity;
    for (let i = from; i < to; i++) {
      const d = a[i]! + x * v[i]!;
      if (w[i] !== 0 && 0.5 * d * d < least) least = 0.5 * d * d;
    }
    return least === Infinity ? 0 : least;
  };

  /** Sums the terms whose exponent is at most `reach` beyond `shift`; returns the sum of their sizes. */
  const sumAt = (x: number, shift: number, reach: number): number => {
    let value = 0;
    let slope = 0;
    let gross = 0;
    const furthest = shift + reach;
    for (let i = from; i < to; i++) {
      const d = a[i]! + x * v[i]!;
      const exponent = 0.5 * d * d;
      if (exponent > furthest) continue;
      const term = w[i]! * Math.exp(shift - exponent);
      value += term;
      gross += Math.abs(term);
      slope -= term * d * v[i]!;
    }
    result.value = value;
    result.slope = slope;
    result.sign = Math.abs(value) <= noiseShare * gross ? 0 : Math.sign(value);
    return gross;
  };

  const result: ExactProfile = {
    value: 0,
    slope: 0,
    sign: 0,
    evaluate: (x) => {
      if (sumAt(x, 0, nearExponent) >= grossShare * peaks) return;
      if (sumAt(x, 0, leastExponent) > 1e-280) return;
      sumAt(x, nearestExponent(x), leastExponent);
    },
  };
  return result;
};

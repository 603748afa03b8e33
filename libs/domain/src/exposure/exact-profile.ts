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

/** Contracts from `from` up to `to`. */
export const exactProfile = ({ a, v, w }: GammaCoefficients, from: number, to: number): ExactProfile => {
  /** Least d²/2 at x: taken out of the exponents when all terms underflow, as between two strikes minutes before settlement. */
  const leastExponent = (x: number): number => {
    let least = Infinity;
    for (let i = from; i < to; i++) {
      const d = a[i]! + x * v[i]!;
      if (w[i] !== 0 && 0.5 * d * d < least) least = 0.5 * d * d;
    }
    return least === Infinity ? 0 : least;
  };

  const sumAt = (x: number, exponentShift: number): boolean => {
    let value = 0;
    let slope = 0;
    let gross = 0;
    for (let i = from; i < to; i++) {
      const d = a[i]! + x * v[i]!;
      const exponent = exponentShift - 0.5 * d * d;
      if (exponent < -745) continue;
      const term = w[i]! * Math.exp(exponent);
      value += term;
      gross += term < 0 ? -term : term;
      slope -= term * d * v[i]!;
    }
    result.value = value;
    result.slope = slope;
    result.sign = Math.abs(value) <= noiseShare * gross ? 0 : Math.sign(value);
    return gross > 1e-280;
  };

  const result: ExactProfile = {
    value: 0,
    slope: 0,
    sign: 0,
    evaluate: (x) => {
      if (!sumAt(x, 0)) sumAt(x, leastExponent(x));
    },
  };
  return result;
};

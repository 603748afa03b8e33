import { lowerTailRatio, normalCdf, normalPdf } from './normal.ts';

/**
 * Black's formula with everything in units of √(forward × strike): the undiscounted value of the out-of-the-money option, from
 * `x = −|ln(forward / strike)|` and the whole-life deviation `s = σ√T`. By symmetry one function serves calls and puts.
 * Close to the money over a short life the textbook difference of two areas loses most digits; the series in s/2 does not.
 */
export const normalisedBlack = (x: number, s: number): number => {
  if (!(s > 0)) return 0;
  const h = x / s;
  const t = 0.5 * s;
  if (t < 0.2 && h > -15) return 2 * normalPdf(h) * Math.exp(-0.5 * t * t) * halfSpread(h, t);
  if (h + t <= 0) return normalPdf(h) * Math.exp(-0.5 * t * t) * (lowerTailRatio(h + t) - lowerTailRatio(h - t));
  return Math.exp(0.5 * x) * normalCdf(h + t) - Math.exp(-0.5 * x) * normalCdf(h - t);
};

/** What the option's value still lacks to its upper bound e^{x/2}: a sum of two positive tails, so exact near the bound. */
export const normalisedComplement = (x: number, s: number): number => {
  const h = x / s;
  const t = 0.5 * s;
  return Math.exp(0.5 * x) * normalCdf(-h - t) + Math.exp(-0.5 * x) * normalCdf(h - t);
};

/** ∂/∂s of `normalisedBlack`. */
export const normalisedVega = (x: number, s: number): number => normalPdf(x / s) * Math.exp(-0.125 * s * s);

/** ½[Y(h + t) − Y(h − t)] for Y = cdf / pdf: the odd part of its Taylor series, by Y⁽ⁿ⁺¹⁾ = hY⁽ⁿ⁾ + nY⁽ⁿ⁻¹⁾. */
const halfSpread = (h: number, t: number): number => {
  const y = lowerTailRatio(h);
  let odd = 1 + h * y;
  let even = h * odd + y;
  let power = t;
  let sum = odd * t;
  for (let n = 1; n <= 17; n += 2) {
    odd = h * even + (n + 1) * odd;
    even = h * odd + (n + 2) * even;
    power *= (t * t) / ((n + 1) * (n + 2));
    const term = odd * power;
    sum += term;
    if (Math.abs(term) < 1e-18 * sum) break;
  }
  return sum;
};

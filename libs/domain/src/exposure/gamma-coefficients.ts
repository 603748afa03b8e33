import type { ExpiryTerm } from './position-columns.ts';

/**
 * A contract's gamma exposure over spot is a Gaussian in the logarithm of spot: at spot = anchor × e^x it is w·exp(−(a + x·v)²/2),
 * because spot² × gamma = strike × e^(−rT) × φ(d2) / (σ√T). `a` is d2 at the anchor, `v` is 1 / (σ√T), `w` the peak in USD per 1 %, signed.
 */
export interface GammaCoefficients {
  readonly a: Float64Array;
  readonly v: Float64Array;
  readonly w: Float64Array;
}

const inverseSqrtTwoPi = 0.3989422804014327;

export const gammaCoefficients = (capacity: number): GammaCoefficients => ({
  a: new Float64Array(capacity),
  v: new Float64Array(capacity),
  w: new Float64Array(capacity),
});

/**
 * `logStrike` is ln(strike / anchor); `quantity` is side × contracts × multiplier [USD/pt].
 * Units: quantity [USD/pt] × strike [pt] × 0.01 [1/%] × v [1] → w [USD/%].
 */
export const setGammaCoefficients = (
  into: GammaCoefficients,
  index: number,
  logStrike: number,
  strike: number,
  quantity: number,
  iv: number,
  term: ExpiryTerm,
): void => {
  const deviation = iv * term.rootYears;
  const v = 1 / deviation;
  into.a[index] = (term.carry - logStrike - 0.5 * deviation * deviation) * v;
  into.v[index] = v;
  into.w[index] = quantity * 0.01 * strike * term.discount * v * inverseSqrtTwoPi;
};

/** Signed gamma exposure of one contract at spot = anchor × e^x, in USD per 1 %. */
export const gammaExposureAt = (from: GammaCoefficients, index: number, x: number): number => {
  const d2 = from.a[index]! + x * from.v[index]!;
  return from.w[index]! * Math.exp(-0.5 * d2 * d2);
};

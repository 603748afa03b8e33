import type { GammaCoefficients } from './gamma-coefficients.ts';
import { addGaussian } from './gaussian-walk.ts';

/**
 * Total gamma exposure of contracts 0 up to `count`, re-priced (sticky-strike IV) at `out.length` spots even in logarithm:
 * spot = anchor × e^(low + j × step), in USD per 1 %. Three exponentials a contract, whatever the number of spots. Roundings grow with the
 * square of the steps from a contract's peak: for 60 spots within 2e-14 of the profile's largest value, for 400 within 1e-11.
 */
export const gammaProfile = (
  { a, v, w }: GammaCoefficients,
  count: number,
  low: number,
  step: number,
  out: Float64Array,
): void => {
  out.fill(0);
  for (let i = 0; i < count; i++) addGaussian(out, low, step, out.length, a[i]!, v[i]!, w[i]!);
};

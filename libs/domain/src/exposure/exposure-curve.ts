import { logMoneyness } from '../pricing/option-terms.ts';
import type { AnalysisInput } from './analyse.ts';
import { gammaCoefficients, setGammaCoefficients } from './gamma-coefficients.ts';
import { gammaProfile } from './gamma-profile.ts';
import { forEachHeld } from './held-contracts.ts';

/** Net GEX of the whole book over hypothetical spots, each contract re-priced with its own IV held. */
export interface ExposureCurve {
  /** In points, even in logarithm. */
  readonly spots: Float64Array;
  /** USD per 1 % of that spot. */
  readonly netGex: Float64Array;
}

/** From 0.8 to 1.2 × spot. An odd number, so that spot itself is nearly one of them. */
const curvePoints = 401;
const low = Math.log(0.8);
const step = (Math.log(1.2) - low) / (curvePoints - 1);

/** Its changes of sign are the roots that `analyse` finds; where spikes of a dying expiry are narrower than 0.1 % of spot, those see more. */
export const exposureCurve = (input: AnalysisInput): ExposureCurve => {
  const coefficients = gammaCoefficients(input.positions.length);
  let count = 0;
  forEachHeld(input, ({ strike, quantity, volatility, term }) => {
    setGammaCoefficients(coefficients, count++, logMoneyness(strike, input.spot), strike, quantity, volatility, term);
  });
  const netGex = new Float64Array(curvePoints);
  gammaProfile(coefficients, count, low, step, netGex);
  return { spots: Float64Array.from(netGex, (_, j) => input.spot * Math.exp(low + j * step)), netGex };
};

import { logMoneyness } from '../pricing/option-terms.ts';
import type { AnalysisInput } from './analyse.ts';
import { type GammaCoefficients, gammaCoefficients, setGammaCoefficients } from './gamma-coefficients.ts';
import { gammaProfile } from './gamma-profile.ts';
import { forEachHeld } from './held-contracts.ts';

/** GEX of the whole book over hypothetical spots, each contract re-priced with its own IV held. Net is the sum of both. */
export interface ExposureCurve {
  /** In points, even in logarithm. */
  readonly spots: Float64Array;
  /** USD per 1 % of that spot, signed as the dealer model says. */
  readonly callGex: Float64Array;
  readonly putGex: Float64Array;
}

/** From 0.8 to 1.2 × spot. An odd number, so that spot itself is nearly one of them. */
const curvePoints = 401;
const low = Math.log(0.8);
const step = (Math.log(1.2) - low) / (curvePoints - 1);

/** Where net changes its sign are the roots that `analyse` finds; where spikes of a dying expiry are narrower than 0.1 % of spot, those see more. */
export const exposureCurve = (input: AnalysisInput): ExposureCurve => {
  const { length } = input.positions;
  const [calls, puts] = [gammaCoefficients(length), gammaCoefficients(length)];
  let [callCount, putCount] = [0, 0];
  forEachHeld(input, ({ strike, quantity, volatility, term, isCall }) => {
    const [side, index] = isCall ? [calls, callCount++] : [puts, putCount++];
    setGammaCoefficients(side, index, logMoneyness(strike, input.spot), strike, quantity, volatility, term);
  });
  return {
    spots: Float64Array.from({ length: curvePoints }, (_, j) => input.spot * Math.exp(low + j * step)),
    callGex: profileOf(calls, callCount),
    putGex: profileOf(puts, putCount),
  };
};

const profileOf = (coefficients: GammaCoefficients, count: number): Float64Array => {
  const profile = new Float64Array(curvePoints);
  gammaProfile(coefficients, count, low, step, profile);
  return profile;
};

/** In USD per 1 %, at each of the curve's spots. */
export const curveNet = ({ callGex, putGex }: ExposureCurve): Float64Array => callGex.map((gex, j) => gex + putGex[j]!);

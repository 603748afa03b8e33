import type { Greeks } from './greeks.ts';
import { assertTerms, type PricedTerms } from './option-terms.ts';

/**
 * The greeks without time or without volatility, as limits of the others: the option is worth its discounted intrinsic value, which bends
 * nowhere but at the forward. There delta jumps and gamma has no bound: null, never a number made up.
 */
export const limitingGreeks = (terms: PricedTerms): Greeks | null => {
  assertTerms(terms);
  const { side, spot, strike, years, rate, dividendYield } = terms;
  const w = side === 'call' ? 1 : -1;
  const spotLeg = Math.exp(-dividendYield * years);
  const strikeLeg = strike * Math.exp(-rate * years);
  const intrinsic = w * (spot * spotLeg - strikeLeg);
  if (intrinsic === 0) return null;
  if (intrinsic < 0) return worthless;
  return {
    ...worthless,
    delta: w * spotLeg,
    thetaPerYear: w * (dividendYield * spot * spotLeg - rate * strikeLeg),
    rho: w * years * strikeLeg,
    charmPerYear: w * dividendYield * spotLeg,
  };
};

const worthless: Greeks = {
  delta: 0,
  gamma: 0,
  vega: 0,
  thetaPerYear: 0,
  rho: 0,
  vanna: 0,
  charmPerYear: 0,
  vomma: 0,
  speed: 0,
  zomma: 0,
  colorPerYear: 0,
};

import { normalisedBlack } from './normalised-black.ts';
import { assertTerms, logMoneyness, type PricedTerms } from './option-terms.ts';

/**
 * Black–Scholes–Merton value of a European option with continuous rate and yield, in points.
 * Intrinsic value of the forward plus time value, each without cancellation, so put–call parity holds to a rounding.
 */
export const blackScholesPrice = (terms: PricedTerms): number => {
  assertTerms(terms);
  const { side, spot, strike, years, rate, dividendYield, volatility } = terms;
  if (!(volatility >= 0 && Number.isFinite(volatility)))
    throw new RangeError(`volatility must be finite and not negative, got ${volatility}`);
  const forward = spot * Math.exp((rate - dividendYield) * years);
  const intrinsic = Math.max(side === 'call' ? forward - strike : strike - forward, 0);
  const x = -Math.abs(logMoneyness(forward, strike));
  const timeValue = Math.sqrt(forward) * Math.sqrt(strike) * normalisedBlack(x, volatility * Math.sqrt(years));
  return Math.exp(-rate * years) * (intrinsic + timeValue);
};

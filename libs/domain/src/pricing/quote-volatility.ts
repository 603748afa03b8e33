import { impliedVolatility } from './implied-volatility.ts';
import type { OptionTerms } from './option-terms.ts';

export interface TwoSidedTerms extends OptionTerms {
  /** In points; 0 is no bid. */
  readonly bid: number;
  /** In points. */
  readonly ask: number;
}

/**
 * How far a quote tells its volatility. `firm`: known within `firmHalfSpread`. `wide`: solved, but the spread leaves more in doubt. `one-sided`:
 * no bid, so the mid is half the ask and says nothing. `crossed`: bid above or at ask, no market at all. `no-time-value`: the mid lies at or
 * outside its no-arbitrage bounds.
 */
export type QuoteQuality = 'firm' | 'wide' | 'one-sided' | 'crossed' | 'no-time-value';

export interface QuoteVolatility {
  /** Of the mid, a fraction a year; null unless `firm` or `wide`. */
  readonly volatility: number | null;
  /** At the bid and the ask; null where these have none. */
  readonly bidVolatility: number | null;
  readonly askVolatility: number | null;
  readonly quality: QuoteQuality;
}

/** Half the distance between the volatilities of bid and ask, above which a quote is `wide`. */
const firmHalfSpread = 0.05;

/** The volatility of a quote's mid with what the quote is worth. Never NaN; throws RangeError on terms that cannot be. */
export const quoteVolatility = ({ bid, ask, ...terms }: TwoSidedTerms): QuoteVolatility => {
  const at = (price: number): number | null => impliedVolatility({ ...terms, price });
  const solved = { volatility: null, bidVolatility: at(bid), askVolatility: at(ask) };
  if (!(bid > 0)) return { ...solved, quality: 'one-sided' };
  if (!(ask > bid)) return { ...solved, quality: 'crossed' };
  const volatility = at((bid + ask) / 2);
  if (volatility === null) return { ...solved, quality: 'no-time-value' };
  // A bid below the intrinsic value has no volatility: as far as the quote tells, it may be nothing.
  const halfSpread = ((solved.askVolatility ?? Number.POSITIVE_INFINITY) - (solved.bidVolatility ?? 0)) / 2;
  return { ...solved, volatility, quality: halfSpread <= firmHalfSpread ? 'firm' : 'wide' };
};

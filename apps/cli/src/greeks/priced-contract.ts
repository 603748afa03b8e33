import {
  blackScholesGreeks,
  blackScholesPrice,
  type Greeks,
  impliedVolatility,
  limitingGreeks,
  type OptionTerms,
  type QuoteQuality,
  quoteVolatility,
} from '@gexstream/domain';
import type { ContractLine } from './contract-line.ts';

export interface PricedContract {
  readonly terms: OptionTerms;
  /** In points: as given, the quote's mid, or from `iv`. */
  readonly price: number;
  /** A fraction a year; null where the price has none. */
  readonly iv: number | null;
  /** Null without an IV, and where greeks have no value: without time or volatility at the forward itself. */
  readonly greeks: Greeks | null;
  /** Of a quote only. */
  readonly quality: QuoteQuality | null;
}

export const priceContract = ({ terms, given }: ContractLine): PricedContract => {
  if ('iv' in given) {
    const price = blackScholesPrice({ ...terms, volatility: given.iv });
    return { terms, price, iv: given.iv, greeks: greeksOf(terms, given.iv), quality: null };
  }
  if ('price' in given) {
    const iv = impliedVolatility({ ...terms, price: given.price });
    return { terms, price: given.price, iv, greeks: greeksOf(terms, iv), quality: null };
  }
  const { volatility, quality } = quoteVolatility({ ...terms, ...given });
  return { terms, price: (given.bid + given.ask) / 2, iv: volatility, greeks: greeksOf(terms, volatility), quality };
};

const greeksOf = (terms: OptionTerms, volatility: number | null): Greeks | null => {
  if (terms.years === 0 || volatility === 0) return limitingGreeks({ ...terms, volatility: 0 });
  return volatility === null ? null : blackScholesGreeks({ ...terms, volatility });
};

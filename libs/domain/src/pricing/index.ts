export { blackScholesPrice } from './black-scholes.ts';
export { blackScholesGreeks, type Greeks } from './greeks.ts';
export { impliedVolatility, type QuotedTerms } from './implied-volatility.ts';
export { limitingGreeks } from './limiting-greeks.ts';
export { normalCdf, normalPdf } from './normal.ts';
export { normalisedBlack } from './normalised-black.ts';
export type { OptionSide, OptionTerms, PricedTerms } from './option-terms.ts';
export {
  type QuoteQuality,
  type QuoteVolatility,
  quoteVolatility,
  type TwoSidedTerms,
} from './quote-volatility.ts';

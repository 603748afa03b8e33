import type { ShownGreeks } from './option-value.ts';

/** An option's market at a moment. Prices in points, sizes and counts in contracts, times epoch ms. */
export interface OptionQuote {
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
  readonly mark: number;
  /** When the market was last made anew. */
  readonly quoteMs: number;
  readonly last: number;
  readonly lastSize: number;
  /** Today's latest trade, or the one that left `last`; 0 if there never was one. */
  readonly tradeMs: number;
  readonly volume: number;
  readonly openInterest: number;
  /** Fraction a year; null where it cannot be computed. */
  readonly iv: number | null;
  readonly greeks: ShownGreeks | null;
  readonly theoretical: number;
  /** The spot everything above was computed with. */
  readonly underlyingPrice: number;
}

/** What a contract has done since the open, in points. */
export interface OptionDay {
  readonly close: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
}

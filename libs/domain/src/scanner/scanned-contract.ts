/** One contract as the scanner looks at it. Prices in points, `iv` a fraction a year, counts in contracts. */
export interface ScannedContract {
  /** 21-character OSI symbol. */
  readonly symbol: string;
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly strike: number;
  readonly side: 'call' | 'put';
  readonly bid: number | null;
  readonly ask: number | null;
  /** The middle of a two-sided quote, else the last trade; null without either. */
  readonly mark: number | null;
  /** Traded this session. */
  readonly volume: number;
  /** Null while nobody has said it, which is another thing than 0. */
  readonly openInterest: number | null;
  readonly iv: number | null;
  /** Spot delta, a put's negative; null without an IV. */
  readonly delta: number | null;
  /** Per point; null without an IV. */
  readonly gamma: number | null;
  /** USD per point. */
  readonly multiplier: number;
}

/** How far a strike lies from spot, as a fraction of spot. */
export const strikeDistance = (strike: number, spot: number): number => Math.abs(strike - spot) / spot;

/** The middle of a two-sided quote, else the last trade; null without either. NaN is what nobody has said. */
export const markOf = (bid: number, ask: number, last: number): number | null =>
  bid > 0 && ask > bid ? (bid + ask) / 2 : last > 0 ? last : null;

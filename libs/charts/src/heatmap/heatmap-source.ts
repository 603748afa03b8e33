export type Settlement = 'am' | 'pm';
/** What a cell's colour and number stand for, all in USD per 1 % move. */
export type Quantity = 'net' | 'call' | 'put' | 'gross';

/** Strike × expiry, sparse: cell i is at `strikes[strikeIndex[i]]` × `expiries[expiryIndex[i]]`. GEX in USD per 1 %, puts ≤ 0. */
export interface HeatmapSource {
  /** Points. */
  readonly spot: number;
  /** Nearest first. `dte` in calendar days from the session date. */
  readonly expiries: readonly { readonly expiry: string; readonly settlement: Settlement; readonly dte: number }[];
  /** Points, ascending. */
  readonly strikes: ArrayLike<number>;
  readonly expiryIndex: ArrayLike<number>;
  readonly strikeIndex: ArrayLike<number>;
  readonly callGex: ArrayLike<number>;
  readonly putGex: ArrayLike<number>;
  readonly callOi: ArrayLike<number>;
  readonly putOi: ArrayLike<number>;
  readonly callVolume: ArrayLike<number>;
  readonly putVolume: ArrayLike<number>;
}

export interface HeatmapView {
  readonly quantity: Quantity;
  /** Strikes within this fraction of spot get a row of their own (0.02 is ±2 %); null: all of them. */
  readonly windowFraction: number | null;
  /** Expiries up to this many calendar days get a column; null: all of them. Totals hold every expiry all the same. */
  readonly dteMax: number | null;
}

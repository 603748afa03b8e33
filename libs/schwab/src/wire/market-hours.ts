/** Answer of GET /marketdata/v1/markets: by market, then by product (`EQ`, `EQO`, `IND`; on a closed day the market's own name). */
export type WireMarketHours = Readonly<Record<string, Readonly<Record<string, WireMarketDay>>>>;

export interface WireMarketDay {
  readonly date: string;
  readonly isOpen: boolean;
  /** ISO 8601 with the offset of New York. */
  readonly sessionHours?: Readonly<Record<string, readonly { readonly start: string; readonly end: string }[]>>;
}

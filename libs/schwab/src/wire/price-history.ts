import type { WireNumber } from './scalar.ts';

/** Answer of GET /marketdata/v1/pricehistory. */
export interface WirePriceHistory {
  readonly symbol: string;
  /** No candle in the range asked for. */
  readonly empty: boolean;
  readonly candles: readonly WireCandle[];
}

/** Prices in points; `datetime`: its begin, epoch ms. */
export interface WireCandle {
  readonly open?: WireNumber;
  readonly high?: WireNumber;
  readonly low?: WireNumber;
  readonly close?: WireNumber;
  readonly volume?: WireNumber;
  readonly datetime?: WireNumber;
}

import type { WireNumber } from './scalar.ts';

/** Answer of GET /marketdata/v1/quotes: keyed by symbol; unknown ones are listed under `errors` in an answer of status 200. */
export interface WireQuotes {
  readonly [symbol: string]: WireQuoteEntry | WireQuoteErrors | undefined;
}

export interface WireQuoteErrors {
  readonly invalidSymbols?: readonly string[];
}

export interface WireQuoteEntry {
  readonly assetMainType: string;
  readonly assetSubType?: string;
  readonly quoteType?: string;
  readonly realtime: boolean;
  readonly ssid?: number;
  readonly symbol: string;
  readonly quote?: WireQuoteBlock;
  readonly reference?: Readonly<Record<string, unknown>>;
  readonly regular?: Readonly<Record<string, unknown>>;
  readonly extended?: Readonly<Record<string, unknown>>;
}

/** Prices in points, times in epoch ms. An index has neither bid nor ask, mark nor quote time. */
export interface WireQuoteBlock {
  readonly '52WeekHigh'?: WireNumber;
  readonly '52WeekLow'?: WireNumber;
  readonly askMICId?: string;
  readonly askPrice?: WireNumber;
  readonly askSize?: WireNumber;
  readonly askTime?: WireNumber;
  readonly bidMICId?: string;
  readonly bidPrice?: WireNumber;
  readonly bidSize?: WireNumber;
  readonly bidTime?: WireNumber;
  readonly closePrice?: WireNumber;
  readonly highPrice?: WireNumber;
  readonly lastMICId?: string;
  readonly lastPrice?: WireNumber;
  readonly lastSize?: WireNumber;
  readonly lowPrice?: WireNumber;
  readonly mark?: WireNumber;
  readonly markChange?: WireNumber;
  readonly markPercentChange?: WireNumber;
  readonly netChange?: WireNumber;
  readonly netPercentChange?: WireNumber;
  readonly openPrice?: WireNumber;
  readonly quoteTime?: WireNumber;
  readonly securityStatus?: string;
  readonly totalVolume?: WireNumber;
  readonly tradeTime?: WireNumber;
}

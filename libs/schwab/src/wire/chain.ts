import type { WireNumber } from './scalar.ts';

/**
 * Answer of GET /marketdata/v1/chains. The maps go `YYYY-MM-DD:days` → strike as a decimal string → contracts; the array may hold
 * several (SPX and SPXW of one date, adjusted contracts), so contracts are told apart by `symbol` alone.
 */
export interface WireChain {
  readonly symbol: string;
  readonly status: string;
  /** Only with `includeUnderlyingQuote=true`; captured answers also hold null. */
  readonly underlying?: WireChainUnderlying | null;
  readonly strategy: string;
  readonly interval: number;
  readonly isDelayed: boolean;
  readonly isIndex: boolean;
  /** Percent. */
  readonly interestRate: number;
  /** Points; the spot the greeks were computed with. */
  readonly underlyingPrice: number;
  /** A placeholder (29), not the market's. */
  readonly volatility: number;
  readonly daysToExpiration: number;
  /** 0 or -1: not usable. */
  readonly dividendYield: number;
  readonly numberOfContracts: number;
  readonly assetMainType: string;
  readonly assetSubType: string;
  readonly isChainTruncated: boolean;
  readonly callExpDateMap: WireExpiryMap;
  readonly putExpDateMap: WireExpiryMap;
}

export type WireExpiryMap = Readonly<Record<string, Readonly<Record<string, readonly WireContract[]>>>>;

/** Prices in points, sizes in shares, times in epoch ms. */
export interface WireChainUnderlying {
  readonly symbol: string;
  readonly description?: string;
  readonly exchangeName?: string;
  readonly delayed?: boolean;
  readonly last?: WireNumber;
  readonly mark?: WireNumber;
  readonly bid?: WireNumber;
  readonly ask?: WireNumber;
  readonly bidSize?: WireNumber;
  readonly askSize?: WireNumber;
  readonly openPrice?: WireNumber;
  readonly highPrice?: WireNumber;
  readonly lowPrice?: WireNumber;
  readonly close?: WireNumber;
  readonly change?: WireNumber;
  readonly percentChange?: WireNumber;
  readonly markChange?: WireNumber;
  readonly markPercentChange?: WireNumber;
  readonly fiftyTwoWeekHigh?: WireNumber;
  readonly fiftyTwoWeekLow?: WireNumber;
  readonly totalVolume?: WireNumber;
  readonly quoteTime?: WireNumber;
  readonly tradeTime?: WireNumber;
}

/**
 * One option of a chain. Greeks and `volatility` (percent) are rounded to three decimals; -999 means not computable. The published
 * schema names some fields otherwise (`bidPrice`, `isMini`…): those stand at the end, and readers prefer the names seen on the wire.
 */
export interface WireContract {
  readonly putCall: string;
  /** 21 characters, root padded. */
  readonly symbol: string;
  readonly description?: string;
  readonly exchangeName?: string;
  readonly bid?: WireNumber;
  readonly ask?: WireNumber;
  readonly last?: WireNumber;
  readonly mark?: WireNumber;
  readonly bidSize?: WireNumber;
  readonly askSize?: WireNumber;
  readonly bidAskSize?: string;
  readonly lastSize?: WireNumber;
  readonly highPrice?: WireNumber;
  readonly lowPrice?: WireNumber;
  readonly openPrice?: WireNumber;
  /** The previous close. */
  readonly closePrice?: WireNumber;
  readonly totalVolume?: WireNumber;
  readonly tradeDate?: null;
  /** Epoch ms; 0 is never. */
  readonly tradeTimeInLong?: WireNumber;
  readonly quoteTimeInLong?: WireNumber;
  readonly netChange?: WireNumber;
  /** Implied, percent: 18.658 is 18.658 %. */
  readonly volatility?: WireNumber;
  readonly delta?: WireNumber;
  readonly gamma?: WireNumber;
  readonly theta?: WireNumber;
  readonly vega?: WireNumber;
  readonly rho?: WireNumber;
  /** Contracts, as of the prior day's clearing. */
  readonly openInterest?: WireNumber;
  readonly timeValue?: WireNumber;
  readonly theoreticalOptionValue?: WireNumber;
  /** A placeholder (29). */
  readonly theoreticalVolatility?: WireNumber;
  readonly optionDeliverablesList?: readonly WireDeliverable[] | null;
  readonly strikePrice?: WireNumber;
  /** ISO instant of 16:00 New York on the expiry date. */
  readonly expirationDate?: string;
  readonly daysToExpiration?: WireNumber;
  /** `W` weekly, `S` third Friday, `M` month end, `Q` quarter end. */
  readonly expirationType?: string;
  readonly lastTradingDay?: WireNumber;
  readonly multiplier?: WireNumber;
  /** `A` morning, `P` afternoon. */
  readonly settlementType?: string;
  readonly deliverableNote?: string;
  readonly percentChange?: WireNumber;
  readonly markChange?: WireNumber;
  readonly markPercentChange?: WireNumber;
  /** Signed. */
  readonly intrinsicValue?: WireNumber;
  readonly extrinsicValue?: WireNumber;
  readonly optionRoot?: string;
  readonly exerciseType?: string;
  readonly high52Week?: WireNumber;
  readonly low52Week?: WireNumber;
  readonly nonStandard?: boolean;
  readonly pennyPilot?: boolean;
  readonly inTheMoney?: boolean;
  readonly mini?: boolean;

  readonly bidPrice?: WireNumber;
  readonly askPrice?: WireNumber;
  readonly lastPrice?: WireNumber;
  readonly isMini?: boolean;
  readonly isNonStandard?: boolean;
  readonly markPrice?: WireNumber;
  readonly isInTheMoney?: boolean;
  readonly isPennyPilot?: boolean;
  readonly isIndexOption?: boolean;
}

export interface WireDeliverable {
  readonly symbol: string;
  readonly assetType: string;
  readonly deliverableUnits: number;
  readonly currencyType?: string;
}

import { fnv1a, uniformOf } from './random.ts';

/** Everything about an underlying that does not change while the market runs. */
export interface SymbolProfile {
  /** Without prefix: `SPX`. */
  readonly symbol: string;
  readonly kind: 'index' | 'etf' | 'stock';
  readonly description: string;
  /** Long-run level in points; real chains bring their own. */
  readonly baseSpot: number;
  /** How strongly it follows the market factor. */
  readonly beta: number;
  /** Standard deviation of its own daily log return beside the market's. */
  readonly ownVol: number;
  /** How much of its own deviation is left a day later. */
  readonly ownPersistence: number;
  /** At-the-money volatility of a month, as a fraction a year. */
  readonly monthVol: number;
  /** Relative fall of volatility for each standard deviation of strike upwards; below 0 where calls are bid more than puts. */
  readonly smileSlope: number;
  /** Root of p.m.-settled series, and of a.m.-settled monthlies where there are any. */
  readonly pmRoot: string;
  readonly amRoot: string | null;
  readonly expiries: 'daily' | 'weekly';
  /** Strike steps in points from the money outwards. */
  readonly strikeSteps: readonly [fine: number, middle: number, coarse: number];
  /** Typical open interest of a round strike of a monthly, in contracts. */
  readonly openInterestScale: number;
  /** Contracts a day at the money of today's expiry. */
  readonly volumeScale: number;
  /** Shares a day; 0 for an index. */
  readonly shareVolume: number;
}

const indexSmileSlope = 0.12;

const index = (symbol: string, description: string, baseSpot: number, amRoot: string | null, pmRoot: string): SymbolProfile => ({
  symbol,
  kind: 'index',
  description,
  baseSpot,
  beta: 1,
  ownVol: 0,
  ownPersistence: 0.97,
  monthVol: 0.145,
  smileSlope: indexSmileSlope,
  pmRoot,
  amRoot,
  expiries: 'daily',
  strikeSteps: [5, 25, 50],
  openInterestScale: 9_000,
  volumeScale: 25_000,
  shareVolume: 0,
});

const etf = (
  symbol: string,
  description: string,
  baseSpot: number,
  beta: number,
  ownVol: number,
  monthVol: number,
): SymbolProfile => ({
  symbol,
  kind: 'etf',
  description,
  baseSpot,
  beta,
  ownVol,
  ownPersistence: 0.97,
  monthVol,
  smileSlope: indexSmileSlope,
  pmRoot: symbol,
  amRoot: null,
  expiries: 'daily',
  strikeSteps: [1, 1, 5],
  openInterestScale: 22_000,
  volumeScale: 30_000,
  shareVolume: 60_000_000,
});

const known: Readonly<Record<string, SymbolProfile>> = {
  SPX: index('SPX', 'S&P 500 INDEX', 6800, 'SPX', 'SPXW'),
  NDX: {
    ...index('NDX', 'NASDAQ 100 INDEX', 25_000, 'NDX', 'NDXP'),
    beta: 1.2,
    ownVol: 0.0045,
    monthVol: 0.19,
    strikeSteps: [25, 100, 250],
  },
  RUT: {
    ...index('RUT', 'RUSSELL 2000 INDEX', 2420, 'RUT', 'RUTW'),
    beta: 1.1,
    ownVol: 0.006,
    monthVol: 0.2,
    strikeSteps: [5, 10, 25],
  },
  XSP: { ...index('XSP', 'MINI-SPX INDEX', 680, null, 'XSP'), strikeSteps: [1, 1, 5] },
  SPY: { ...etf('SPY', 'SPDR S&P 500 ETF TRUST', 678, 1, 0.00015, 0.145), ownPersistence: 0.5 },
  QQQ: etf('QQQ', 'INVESCO QQQ TRUST', 615, 1.2, 0.0045, 0.19),
  IWM: {
    ...etf('IWM', 'ISHARES RUSSELL 2000 ETF', 240, 1.1, 0.006, 0.2),
    openInterestScale: 14_000,
    volumeScale: 14_000,
    shareVolume: 32_000_000,
  },
};

/** Underlyings that the simulated exchange knows by itself. */
export const describedSymbols: readonly string[] = Object.keys(known);

/** A stock nobody described: level, volatility and liquidity follow from the letters of its name. */
const unknownStock = (symbol: string): SymbolProfile => {
  const label = fnv1a(`profile/${symbol}`);
  const baseSpot = Math.round(20 * Math.exp(3.2 * uniformOf(label, 1)) * 100) / 100;
  const step = baseSpot < 60 ? 1 : baseSpot < 200 ? 2.5 : 5;
  return {
    ...etf(
      symbol,
      `${symbol} COMMON STOCK`,
      baseSpot,
      0.6 + uniformOf(label, 2),
      0.01 + 0.012 * uniformOf(label, 3),
      0.25 + 0.3 * uniformOf(label, 4),
    ),
    kind: 'stock',
    // Puts of most are bid; of some, whose holders hope for a jump upwards, the calls.
    smileSlope: -0.06 + 0.2 * uniformOf(label, 8),
    expiries: 'weekly',
    strikeSteps: [step, step, step * 2],
    openInterestScale: 4_000 + 16_000 * uniformOf(label, 5),
    volumeScale: 2_000 + 20_000 * uniformOf(label, 6),
    shareVolume: 3_000_000 + 40_000_000 * uniformOf(label, 7),
  };
};

export const symbolProfile = (symbol: string): SymbolProfile => known[symbol] ?? unknownStock(symbol);

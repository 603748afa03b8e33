import type { Settlement } from '../exposure/analysis.ts';
import type { EpochMs } from '../time/epoch-ms.ts';

/** A whole option chain at one moment, from a file or one answer: what `gex levels` reads and the simulator starts from. */
export interface ChainListing {
  /** Without prefix: `SPX`. */
  readonly underlying: string;
  /** In points. */
  readonly spot: number;
  readonly asOf: EpochMs;
  readonly source: 'cboe-csv' | 'cboe-json' | 'schwab-chain' | 'generated';
  readonly contracts: readonly ListedContract[];
}

/** Prices in points, counts in contracts, iv a fraction a year; null is absent, never a number. */
export interface ListedContract {
  /** 21-character OSI symbol, root padded. */
  readonly symbol: string;
  readonly root: string;
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly side: 'call' | 'put';
  readonly strike: number;
  readonly settlement: Settlement;
  readonly multiplier: number;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
  readonly volume: number;
  readonly openInterest: number;
  readonly iv: number | null;
  readonly quoteMs: EpochMs | null;
}

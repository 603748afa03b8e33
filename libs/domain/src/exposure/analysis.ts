import type { EpochMs } from '../time/epoch-ms.ts';
import type { Points } from '../units/points.ts';
import type { UsdPerPercent } from '../units/usd-per-percent.ts';
import type { Convention } from './dealer-model.ts';
import type { Measure } from './measure.ts';
import type { VolatilitySmile } from './volatility-smile.ts';

/** Everything that fixes what a number means; every answer carries it. */
export interface ExposureModel {
  /** Which quantity stands for the position. */
  readonly measure: Measure;
  /** The dealer model by its signs; see `dealerModels`. */
  readonly convention: Convention;
  readonly carry: Carry;
  readonly kernel: 'bsm';
  /** `live`: stream, solved from mid, chain, other side. `file`: chain, other side. */
  readonly ivOrder: 'live' | 'file';
}

export type Carry =
  | { readonly kind: 'zero' }
  /** Continuously compounded, a year: 0.043 is 4.3 %. */
  | { readonly kind: 'flat'; readonly rate: number; readonly dividendYield: number }
  /** Per expiry, the forward that put–call parity implies (`ExpirySlot.parityCarry`); the yield counts where quotes imply none. */
  | { readonly kind: 'parity'; readonly rate: number; readonly dividendYield: number };

export type Settlement = 'am' | 'pm';

export interface Totals {
  readonly net: UsdPerPercent;
  readonly call: UsdPerPercent;
  /** Not positive where dealers are short puts. */
  readonly put: UsdPerPercent;
  /** |call| + |put|. */
  readonly gross: UsdPerPercent;
}

/** The numbers of one slice: an expiry, or everything. */
export interface SliceLevels {
  readonly total: Totals;
  /** The root of re-priced total GEX nearest spot, in points; null without one. */
  readonly zeroGamma: Points | null;
  /** All roots within ±20 % of spot, ascending. */
  readonly zeroGammaAll: readonly Points[];
  readonly callWall: Points | null;
  readonly putWall: Points | null;
  readonly maxGrossStrike: Points | null;
  readonly maxNetStrike: Points | null;
  readonly putCallRatioOi: number | null;
  readonly putCallRatioVolume: number | null;
  readonly contracts: ContractCount;
}

export interface ContractCount {
  readonly used: number;
  readonly excluded: Readonly<Record<string, number>>;
}

export interface ExpiryLevels extends SliceLevels, VolatilitySmile {
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly settlement: Settlement;
  readonly settlesMs: EpochMs;
  /** Time to settlement was below one minute and was taken as one minute. */
  readonly floored: boolean;
}

export interface Levels extends SliceLevels {
  readonly underlying: string;
  readonly asOf: EpochMs;
  readonly spot: Points;
  readonly model: ExposureModel;
  readonly expiries: readonly ExpiryLevels[];
}

/** Strike × expiry, sparse: cell i is at `strikes[strikeIndex[i]]` and `expiries[expiryIndex[i]]`. GEX in USD per 1 %, signed as the model says. */
export interface Cells {
  readonly underlying: string;
  readonly asOf: EpochMs;
  readonly spot: Points;
  readonly model: ExposureModel;
  readonly expiries: readonly { readonly expiry: string; readonly settlement: Settlement; readonly settlesMs: EpochMs }[];
  /** Ascending. */
  readonly strikes: Float64Array;
  readonly expiryIndex: Uint16Array;
  readonly strikeIndex: Uint16Array;
  readonly callGex: Float64Array;
  readonly putGex: Float64Array;
  readonly callOi: Float64Array;
  readonly putOi: Float64Array;
  readonly callVolume: Float64Array;
  readonly putVolume: Float64Array;
}

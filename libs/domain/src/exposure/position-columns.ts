import { yearFloor, yearsToSettlement } from '../instrument/settlement.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Carry, Settlement } from './analysis.ts';

/** The positions of one underlying as columns, one row a contract, in any order. The values must have been checked at the edge. */
export interface PositionColumns {
  /** Rows in use; the arrays may be longer. */
  readonly length: number;
  /** In points, positive. */
  readonly strike: Float64Array;
  /** Into the slots of the same input. */
  readonly expiryIndex: Uint16Array;
  /** +1 call, −1 put. */
  readonly side: Int8Array;
  /** Contracts. */
  readonly openInterest: Float64Array;
  /** Contracts traded this session. */
  readonly volume: Float64Array;
  /** USD per point per contract. */
  readonly multiplier: Float64Array;
  /** A fraction a year; NaN = none. */
  readonly iv: Float64Array;
  /** Dealers' contracts, negative where they are short; read by measure `inventory` alone. */
  readonly inventory?: Float64Array;
  /** 0 = usable, else an index into the input's `exclusionReasons`. */
  readonly exclusion: Uint8Array;
}

/** One settlement of one root: two roots settling on one date are two slots. */
export interface ExpirySlot {
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly settlement: Settlement;
  readonly settlesMs: EpochMs;
  /** ln(forward / spot) as put–call parity implies it; read by carry `parity` alone. */
  readonly parityCarry?: number;
}

/** What makes a slot that slot. */
export const slotKey = ({ expiry, settlement }: Pick<ExpirySlot, 'expiry' | 'settlement'>): string => `${expiry} ${settlement}`;

/** Why the caller keeps a row out; the index is the code in `PositionColumns.exclusion`, 0 means usable. */
export const defaultExclusionReasons: readonly string[] = ['usable', 'non-standard', 'not-listed'];

/** What time is left to a slot, and the factors every contract of it shares. */
export interface ExpiryTerm {
  readonly years: number;
  readonly rootYears: number;
  /** Continuously compounded, a year. */
  readonly rate: number;
  /** The continuous yield that gives the forward: with parity, the implied one. */
  readonly dividendYield: number;
  /** ln(forward / spot) = (rate − yield) × years. */
  readonly carry: number;
  /** e^(−rate × years). */
  readonly discount: number;
  readonly floored: boolean;
}

/** Years to a slot's settlement, one minute at least: below a minute gamma has no meaning, only a size. */
export const expiryTerm = (slot: ExpirySlot, asOf: EpochMs, carry: Carry): ExpiryTerm => {
  const left = yearsToSettlement(asOf, slot.settlesMs);
  const years = Math.max(left, yearFloor);
  const rate = carry.kind === 'zero' ? 0 : carry.rate;
  const implied = carry.kind === 'parity' ? slot.parityCarry : undefined;
  const configuredYield = carry.kind === 'zero' ? 0 : carry.dividendYield;
  const dividendYield = implied === undefined ? configuredYield : rate - implied / years;
  return {
    years,
    rootYears: Math.sqrt(years),
    rate,
    dividendYield,
    carry: implied ?? (rate - dividendYield) * years,
    discount: Math.exp(-rate * years),
    floored: left < yearFloor,
  };
};

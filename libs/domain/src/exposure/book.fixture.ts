import { epochMs } from '../time/epoch-ms.ts';
import type { AnalysisInput } from './analyse.ts';
import type { ExpirySlot, PositionColumns } from './position-columns.ts';

/** One contract of a book written by hand. */
export interface BookRow {
  readonly side: 'call' | 'put';
  readonly strike: number;
  readonly openInterest: number;
  readonly iv: number;
  /** Into the slots. */
  readonly expiry?: number;
  readonly volume?: number;
  readonly multiplier?: number;
  readonly exclusion?: number;
}

/** Midday of a winter Wednesday, New York. */
export const fixtureAsOf = epochMs(Date.UTC(2026, 0, 14, 17));

/** A p.m. slot so many minutes after the as-of. */
export const slotAfter = (minutes: number): ExpirySlot => {
  const settlesMs = epochMs(fixtureAsOf + minutes * 60_000);
  return { expiry: new Date(settlesMs).toISOString().slice(0, 10), settlement: 'pm', settlesMs };
};

export const columnsOf = (rows: readonly BookRow[]): PositionColumns => ({
  length: rows.length,
  strike: Float64Array.from(rows, (row) => row.strike),
  expiryIndex: Uint16Array.from(rows, (row) => row.expiry ?? 0),
  side: Int8Array.from(rows, (row) => (row.side === 'call' ? 1 : -1)),
  openInterest: Float64Array.from(rows, (row) => row.openInterest),
  volume: Float64Array.from(rows, (row) => row.volume ?? 0),
  multiplier: Float64Array.from(rows, (row) => row.multiplier ?? 100),
  iv: Float64Array.from(rows, (row) => row.iv),
  exclusion: Uint8Array.from(rows, (row) => row.exclusion ?? 0),
});

export const inputOf = (
  rows: readonly BookRow[],
  expiries: readonly ExpirySlot[],
  change: Partial<AnalysisInput> = {},
): AnalysisInput => ({
  underlying: 'TEST',
  asOf: fixtureAsOf,
  spot: 6000,
  carry: { kind: 'zero' },
  ivOrder: 'file',
  positions: columnsOf(rows),
  expiries,
  ...change,
});

/** Three calls and three puts over three settlements; its exposures were worked outside this repository with 50 digits. */
export const smallChain: readonly BookRow[] = [
  { side: 'call', strike: 6100, openInterest: 5000, iv: 0.12, expiry: 1 },
  { side: 'call', strike: 6200, openInterest: 8000, iv: 0.11, expiry: 2 },
  { side: 'call', strike: 6050, openInterest: 3000, iv: 0.1, expiry: 0 },
  { side: 'put', strike: 5900, openInterest: 6000, iv: 0.14, expiry: 1 },
  { side: 'put', strike: 5800, openInterest: 9000, iv: 0.16, expiry: 2 },
  { side: 'put', strike: 5700, openInterest: 12_000, iv: 0.18, expiry: 2 },
];
const day = 1440;
export const smallSlots = [slotAfter(day), slotAfter(7 * day), slotAfter(30 * day)];
export const smallInput = inputOf(smallChain, smallSlots, { carry: { kind: 'flat', rate: 0.043, dividendYield: 0.0125 } });

import type { ExpirySlot, PositionColumns } from './position-columns.ts';

/**
 * The canonical order of a book: by settlement, then strike, calls before puts. Sums taken in it do not depend on the order in which
 * rows arrived. Good as long as `strike`, `expiryIndex`, `side`, the number of rows and the slots stay as they are: keep it across calls.
 */
export interface BookLayout {
  /** Row numbers in canonical order. */
  readonly rows: Uint32Array;
  /** Distinct strikes, ascending, in points. */
  readonly strikes: Float64Array;
  /** Into `strikes`, by canonical position. */
  readonly strikeIndex: Uint16Array;
  /** Slot numbers by settlement time. */
  readonly slots: Uint16Array;
  /** Slot `slots[i]` holds the canonical positions from `slotStart[i]` up to `slotStart[i + 1]`. */
  readonly slotStart: Uint32Array;
}

/** Throws RangeError on a row whose expiry has no slot, and on more than 65 535 distinct strikes. */
export const bookLayout = (positions: PositionColumns, expiries: readonly ExpirySlot[]): BookLayout => {
  const { length } = positions;
  const strikes = distinctAscending(positions.strike.subarray(0, length));
  if (strikes.length > 0xffff) throw new RangeError(`a book holds at most 65535 distinct strikes, got ${strikes.length}`);
  const indexOfStrike = new Map<number, number>();
  for (let i = 0; i < strikes.length; i++) indexOfStrike.set(strikes[i]!, i);
  const slots = slotsBySettlement(expiries);
  const rank = new Uint16Array(expiries.length);
  for (let i = 0; i < slots.length; i++) rank[slots[i]!] = i;

  // Key and row share one double (both are exact integers far below 2^53), so that the engine's numeric sort does the work.
  const keys = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    const slot = positions.expiryIndex[row]!;
    if (slot >= expiries.length) throw new RangeError(`row ${row} names expiry ${slot}, but there are ${expiries.length}`);
    const strike = indexOfStrike.get(positions.strike[row]!)!;
    const put = positions.side[row]! < 0 ? 1 : 0;
    keys[row] = ((rank[slot]! * strikes.length + strike) * 2 + put) * length + row;
  }
  keys.sort();
  return describe(positions, keys, strikes, slots);
};

const describe = (positions: PositionColumns, keys: Float64Array, strikes: Float64Array, slots: Uint16Array): BookLayout => {
  const { length } = positions;
  const rows = new Uint32Array(length);
  const strikeIndex = new Uint16Array(length);
  const slotStart = new Uint32Array(slots.length + 1);
  let runStart = 0;
  for (let i = 0; i < length; i++) {
    const key = Math.floor(keys[i]! / length);
    rows[i] = keys[i]! - key * length;
    const cell = Math.floor(key / 2);
    strikeIndex[i] = cell % strikes.length;
    slotStart[Math.floor(cell / strikes.length) + 1]!++;
    const last = i + 1 === length || Math.floor(keys[i + 1]! / length) !== key;
    if (!last) continue;
    if (i > runStart) sortByContent(rows.subarray(runStart, i + 1), positions);
    runStart = i + 1;
  }
  for (let i = 1; i < slotStart.length; i++) slotStart[i]! += slotStart[i - 1]!;
  return { rows, strikes, strikeIndex, slots, slotStart };
};

const distinctAscending = (values: Float64Array): Float64Array => {
  const sorted = values.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[count - 1]) sorted[count++] = sorted[i]!;
  }
  return sorted.slice(0, count);
};

const slotsBySettlement = (expiries: readonly ExpirySlot[]): Uint16Array => {
  const slots = Uint16Array.from(expiries, (_, i) => i);
  const text = (slot: ExpirySlot): string => `${slot.expiry} ${slot.settlement}`;
  return slots.sort((i, j) => {
    const [left, right] = [expiries[i]!, expiries[j]!];
    if (left.settlesMs !== right.settlesMs) return left.settlesMs - right.settlesMs;
    return text(left) < text(right) ? -1 : text(left) > text(right) ? 1 : 0;
  });
};

/** Rows of one contract (or of two with different multipliers) have no order but their content. */
const sortByContent = (rows: Uint32Array, { multiplier, openInterest, iv, volume }: PositionColumns): void => {
  const columns = [multiplier, openInterest, iv, volume];
  rows.sort((i, j) => {
    for (const column of columns) {
      // NaN, an absent IV, sorts last.
      const difference = (Number.isNaN(column[i]!) ? Infinity : column[i]!) - (Number.isNaN(column[j]!) ? Infinity : column[j]!);
      if (difference > 0 || difference < 0) return difference;
    }
    return 0;
  });
};

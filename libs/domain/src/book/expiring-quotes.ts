import type { Carry } from '../exposure/analysis.ts';
import { expiryTerm } from '../exposure/position-columns.ts';
import { blackScholesGreeks } from '../pricing/greeks.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { BookPositions } from './book-positions.ts';
import type { OptionBook } from './option-book.ts';

/** About twice what any date of SPX lists, and 72 kB of a record; the strikes farthest from spot go first. */
const strikesMax = 1_000;

/** One side of an `ExpiringQuotes`: element i of each column belongs to `strikes[i]`; NaN is what is not known. */
export interface SideQuotes {
  /** Points; a bid of 0 is the market's word that nobody bids. */
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  /** The IV that the exposures are computed with, a fraction a year. */
  readonly iv: Float64Array;
  /** From that IV, shares: 0…1 of calls, −1…0 of puts. */
  readonly delta: Float64Array;
}

/** What is quoted of the listed contracts that expire on one date and have not settled, by strike. */
export interface ExpiringQuotes {
  /** Ascending, points. */
  readonly strikes: Float64Array;
  readonly call: SideQuotes;
  readonly put: SideQuotes;
}

/** Of the contracts that expire on `date`; where an a.m. and a p.m. series share a strike and side, of the one that settles last. */
export const expiringQuotes = (
  { columns, expiries }: OptionBook,
  { iv, exclusion, layout }: BookPositions,
  date: string,
  { spot, asOf, carry }: { readonly spot: number; readonly asOf: EpochMs; readonly carry: Carry },
): ExpiringQuotes => {
  const callRow = new Int32Array(layout.strikes.length).fill(-1);
  const putRow = new Int32Array(layout.strikes.length).fill(-1);
  // The layout has the slots by settlement: what settles later takes the place of what settles sooner.
  for (const [ordinal, slot] of layout.slots.entries()) {
    const { expiry, settlesMs } = expiries[slot]!;
    if (expiry !== date || settlesMs <= asOf) continue;
    for (let position = layout.slotStart[ordinal]!; position < layout.slotStart[ordinal + 1]!; position++) {
      const row = layout.rows[position]!;
      if (exclusion[row] === 0) (columns.side[row] === 1 ? callRow : putRow)[layout.strikeIndex[position]!] = row;
    }
  }
  const isListed = (_: number, index: number): boolean => callRow[index]! >= 0 || putRow[index]! >= 0;
  const indices = nearest(Array.from(layout.strikes.keys()).filter(isListed), layout.strikes, spot);

  const deltaOf = (row: number): number => {
    const volatility = iv[row]!;
    if (!(volatility > 0)) return Number.NaN;
    const { years, rate, dividendYield } = expiryTerm(expiries[columns.expiryIndex[row]!]!, asOf, carry);
    const side = columns.side[row] === 1 ? 'call' : 'put';
    return blackScholesGreeks({ side, spot, strike: columns.strike[row]!, years, rate, dividendYield, volatility }).delta;
  };
  const sideOf = (rows: Int32Array): SideQuotes => {
    const column = (of: (row: number) => number): Float64Array =>
      Float64Array.from(indices, (index) => (rows[index]! < 0 ? Number.NaN : of(rows[index]!)));
    return {
      bid: column((row) => columns.value.bid[row]!),
      ask: column((row) => columns.value.ask[row]!),
      iv: column((row) => (iv[row]! > 0 ? iv[row]! : Number.NaN)),
      delta: column(deltaOf),
    };
  };
  return {
    strikes: Float64Array.from(indices, (index) => layout.strikes[index]!),
    call: sideOf(callRow),
    put: sideOf(putRow),
  };
};

/** The `strikesMax` of them nearest spot, still ascending. */
const nearest = (indices: readonly number[], strikes: Float64Array, spot: number): readonly number[] => {
  let [from, to] = [0, indices.length];
  const distance = (at: number): number => Math.abs(strikes[indices[at]!]! - spot);
  while (to - from > strikesMax) {
    if (distance(from) > distance(to - 1)) from++;
    else to--;
  }
  return indices.slice(from, to);
};

import type { BookPositions } from '../book/book-positions.ts';
import type { OptionBook } from '../book/option-book.ts';
import type { Carry } from '../exposure/analysis.ts';
import { type ExpiryTerm, expiryTerm } from '../exposure/position-columns.ts';
import { midOf } from '../exposure/quote-pairs.ts';
import { volatilitySmile } from '../exposure/volatility-smile.ts';
import { deltaAndGamma } from '../pricing/greeks.ts';
import { logMoneyness } from '../pricing/option-terms.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { ScannedContract } from './scanned-contract.ts';

/** The contracts of one date, and the skew that their quotes imply. */
export interface ExpiryContracts {
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  /** By strike, calls before puts. */
  readonly contracts: readonly ScannedContract[];
  /** See `VolatilitySmile`. */
  readonly skew25d: number | null;
}

export interface BookMoment {
  readonly spot: number;
  readonly asOf: EpochMs;
  readonly carry: Carry;
}

/**
 * The listed, living contracts of the dates asked for, oldest date first. Where two roots settle on one date it is the one that settles at the
 * close; a date without any is left out. `positions` must be the book's own, fresh.
 */
export const bookContracts = (
  book: OptionBook,
  positions: BookPositions,
  dates: readonly string[],
  moment: BookMoment,
): readonly ExpiryContracts[] => {
  const { slots, strikes } = positions.layout;
  const wanted = slotOfDate(book, dates, moment.asOf);
  const logStrikes = Float64Array.from(strikes, (strike) => logMoneyness(strike, moment.spot));
  const found: ExpiryContracts[] = [];
  for (let ordinal = 0; ordinal < slots.length; ordinal++) {
    const slot = book.expiries[slots[ordinal]!]!;
    if (wanted.get(slot.expiry) !== slots[ordinal]) continue;
    const term = expiryTerm(slot, moment.asOf, moment.carry);
    const contracts = slotContracts(book, positions, ordinal, term, moment);
    if (contracts.length === 0) continue;
    // In the last minute deltas are all or nothing.
    const skew25d = term.floored ? null : volatilitySmile(positions, positions.layout, ordinal, term, logStrikes).skew25d;
    found.push({ expiry: slot.expiry, contracts, skew25d });
  }
  return found;
};

const slotOfDate = ({ expiries }: OptionBook, dates: readonly string[], asOf: EpochMs): ReadonlyMap<string, number> => {
  const slotOf = new Map<string, number>();
  expiries.forEach(({ expiry, settlement, settlesMs }, index) => {
    if (!dates.includes(expiry) || settlesMs <= asOf) return;
    if (settlement === 'pm' || !slotOf.has(expiry)) slotOf.set(expiry, index);
  });
  return slotOf;
};

const slotContracts = (
  book: OptionBook,
  { layout, exclusion, iv }: BookPositions,
  ordinal: number,
  term: ExpiryTerm,
  { spot }: BookMoment,
): readonly ScannedContract[] => {
  const contracts: ScannedContract[] = [];
  const { columns, expiries, symbols } = book;
  const { value } = columns;
  const { years, rate, dividendYield } = term;
  for (let position = layout.slotStart[ordinal]!; position < layout.slotStart[ordinal + 1]!; position++) {
    const row = layout.rows[position]!;
    if (exclusion[row] !== 0) continue;
    const side = columns.side[row] === 1 ? 'call' : 'put';
    const [strike, volatility] = [columns.strike[row]!, iv[row]!];
    const [bid, ask, last] = [known(value.bid[row]!), known(value.ask[row]!), known(value.last[row]!)];
    const greeks =
      volatility > 0
        ? deltaAndGamma({ side, spot, strike, years, rate, dividendYield, volatility })
        : { delta: null, gamma: null };
    contracts.push({
      symbol: symbols[row]!,
      expiry: expiries[columns.expiryIndex[row]!]!.expiry,
      strike,
      side,
      bid,
      ask,
      mark: midOf({ bid, ask })?.mid ?? (last !== null && last > 0 ? last : null),
      volume: known(value.volume[row]!) ?? 0,
      openInterest: known(value.openInterest[row]!),
      iv: volatility > 0 ? volatility : null,
      delta: greeks.delta,
      gamma: greeks.gamma,
      multiplier: columns.multiplier[row]!,
    });
  }
  return contracts;
};

/** A column's NaN is what nobody has said yet. */
const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

import type { BookPositions } from '../book/book-positions.ts';
import type { OptionBook } from '../book/option-book.ts';
import type { Carry } from '../exposure/analysis.ts';
import { type ExpiryTerm, expiryTerm } from '../exposure/position-columns.ts';
import { volatilitySmile } from '../exposure/volatility-smile.ts';
import { deltaAndGamma } from '../pricing/greeks.ts';
import { logMoneyness } from '../pricing/option-terms.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { mayBeFlow } from './may-be-flow.ts';
import { once } from './once.ts';
import { markOf, type ScannedContract } from './scanned-contract.ts';

/** The contracts of one date. What is not asked for is not worked out: most looks are worth no word. Good until the book changes. */
export interface ExpiryContracts {
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  /** By strike, calls before puts. */
  all(): readonly ScannedContract[];
  /** Those among them that may be flow of any kind: see `mayBeFlow`. */
  active(underlyingVolume: number): readonly ScannedContract[];
  /** The skew that their quotes imply: see `VolatilitySmile`. */
  skew25d(): number | null;
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
  const logStrikes = once(() => Float64Array.from(strikes, (strike) => logMoneyness(strike, moment.spot)));
  const found: ExpiryContracts[] = [];
  for (let ordinal = 0; ordinal < slots.length; ordinal++) {
    const slot = book.expiries[slots[ordinal]!]!;
    if (wanted.get(slot.expiry) !== slots[ordinal]) continue;
    const term = expiryTerm(slot, moment.asOf, moment.carry);
    const contracts = slotContracts(book, positions, ordinal, term, moment.spot, logStrikes);
    if (contracts !== null) found.push({ expiry: slot.expiry, ...contracts });
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

/** Null where none of the slot is listed. */
const slotContracts = (
  book: OptionBook,
  positions: BookPositions,
  ordinal: number,
  term: ExpiryTerm,
  spot: number,
  logStrikes: () => Float64Array,
): Omit<ExpiryContracts, 'expiry'> | null => {
  const { layout, exclusion, iv } = positions;
  const [start, end] = [layout.slotStart[ordinal]!, layout.slotStart[ordinal + 1]!];
  const listedFrom = (from: number): number => {
    let position = from;
    while (position < end && exclusion[layout.rows[position]!] !== 0) position++;
    return position;
  };
  if (listedFrom(start) === end) return null;
  const contract = (row: number): ScannedContract => scannedContract(book, row, iv[row]!, term, spot);
  const all = (): readonly ScannedContract[] => {
    const contracts: ScannedContract[] = [];
    for (let at = listedFrom(start); at < end; at = listedFrom(at + 1)) contracts.push(contract(layout.rows[at]!));
    return contracts;
  };
  const active = (underlyingVolume: number): readonly ScannedContract[] => {
    const { bid, ask, last, volume, openInterest } = book.columns.value;
    const isActive = mayBeFlow(largestDelta(term), underlyingVolume);
    const contracts: ScannedContract[] = [];
    for (let at = listedFrom(start); at < end; at = listedFrom(at + 1)) {
      const row = layout.rows[at]!;
      const mark = markOf(bid[row]!, ask[row]!, last[row]!) ?? 0;
      if (isActive(mark, volume[row]!, openInterest[row]!, iv[row]!)) contracts.push(contract(row));
    }
    return contracts;
  };
  // In the last minute deltas are all or nothing.
  const skew25d = (): number | null =>
    term.floored ? null : volatilitySmile(positions, layout, ordinal, term, logStrikes()).skew25d;
  return { all: once(all), active, skew25d: once(skew25d) };
};

/** e^(−yield × years): of a call that is sure to be exercised. */
const largestDelta = ({ discount, carry }: ExpiryTerm): number => discount * Math.exp(carry);

const scannedContract = (
  { columns, expiries, symbols }: OptionBook,
  row: number,
  volatility: number,
  { years, rate, dividendYield }: ExpiryTerm,
  spot: number,
): ScannedContract => {
  const { value } = columns;
  const side = columns.side[row] === 1 ? 'call' : 'put';
  const strike = columns.strike[row]!;
  const greeks =
    volatility > 0 ? deltaAndGamma({ side, spot, strike, years, rate, dividendYield, volatility }) : { delta: null, gamma: null };
  return {
    symbol: symbols[row]!,
    expiry: expiries[columns.expiryIndex[row]!]!.expiry,
    strike,
    side,
    bid: known(value.bid[row]!),
    ask: known(value.ask[row]!),
    mark: markOf(value.bid[row]!, value.ask[row]!, value.last[row]!),
    volume: known(value.volume[row]!) ?? 0,
    openInterest: known(value.openInterest[row]!),
    iv: volatility > 0 ? volatility : null,
    delta: greeks.delta,
    gamma: greeks.gamma,
    multiplier: columns.multiplier[row]!,
  };
};

/** A column's NaN is what nobody has said yet. */
const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

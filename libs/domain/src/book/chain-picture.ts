import type { IvSource } from '../events/output-event.ts';
import type { Carry } from '../exposure/analysis.ts';
import { expiryTerm } from '../exposure/position-columns.ts';
import { blackScholesGreeks } from '../pricing/greeks.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { refreshPositions } from './book-positions.ts';
import { type OptionBook, spotOf } from './option-book.ts';
import { ivSources } from './resolve-iv.ts';

/** One listed contract as it is known; null is what nobody has said. Prices in points. */
export interface ChainContract {
  /** 21-character OSI symbol. */
  readonly symbol: string;
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly settlement: 'am' | 'pm';
  readonly side: 'call' | 'put';
  readonly strike: number;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
  /** Contracts. */
  readonly volume: number | null;
  readonly openInterest: number | null;
  /** A fraction a year, and where it is from. */
  readonly iv: number | null;
  readonly ivSource: IvSource | null;
  /** Null without an IV: shares, shares per point, points a year, points per 1.00 of volatility, points per 1.00 of rate. */
  readonly greeks: {
    readonly delta: number;
    readonly gamma: number;
    readonly thetaPerYear: number;
    readonly vega: number;
    readonly rho: number;
  } | null;
  /** Source time of the newest thing said of it; null when nothing was. */
  readonly updatedMs: EpochMs | null;
}

export interface ChainPicture {
  readonly underlying: string;
  readonly asOf: EpochMs;
  readonly spot: number;
  /** By expiry, strike, calls before puts. */
  readonly contracts: readonly ChainContract[];
}

/** Every listed, living contract of the book; null while there is no spot. */
export const chainPicture = (book: OptionBook, asOf: EpochMs, carry: Carry): ChainPicture | null => {
  const spot = spotOf(book);
  if (!(spot > 0)) return null;
  const { iv, ivSource } = refreshPositions(book, null, spot, asOf, carry);
  const { columns, expiries, symbols } = book;
  const contracts: ChainContract[] = [];
  for (let row = 0; row < book.length; row++) {
    const slot = expiries[columns.expiryIndex[row]!]!;
    if (columns.listed[row] !== 1 || slot.settlesMs <= asOf) continue;
    const side = columns.side[row] === 1 ? 'call' : 'put';
    const [strike, volatility] = [columns.strike[row]!, iv[row]!];
    const { years, rate, dividendYield } = expiryTerm(slot, asOf, carry);
    const source = ivSource[row]!;
    const { value } = columns;
    contracts.push({
      symbol: symbols[row]!,
      expiry: slot.expiry,
      settlement: slot.settlement,
      side,
      strike,
      bid: known(value.bid[row]!),
      ask: known(value.ask[row]!),
      last: known(value.last[row]!),
      volume: known(value.volume[row]!),
      openInterest: known(value.openInterest[row]!),
      iv: volatility > 0 ? volatility : null,
      ivSource: source === 0 ? null : ivSources[source - 1]!,
      greeks: volatility > 0 ? blackScholesGreeks({ side, spot, strike, years, rate, dividendYield, volatility }) : null,
      updatedMs: newest(book, row),
    });
  }
  contracts.sort(
    (a, b) => compare(a.expiry, b.expiry) || a.strike - b.strike || compare(a.side, b.side) || compare(a.symbol, b.symbol),
  );
  return { underlying: book.underlying, asOf, spot, contracts };
};

/** A column's NaN is what nobody has said yet. */
const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

const newest = ({ columns }: OptionBook, row: number): EpochMs | null => {
  const at = Math.max(columns.streamedMs[row]!, columns.polledMs[row]!);
  return Number.isFinite(at) ? (at as EpochMs) : null;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

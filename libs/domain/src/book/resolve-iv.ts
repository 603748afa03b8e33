import type { IvSource, IvSourceCount } from '../events/output-event.ts';
import type { Carry } from '../exposure/analysis.ts';
import { expiryTerm } from '../exposure/position-columns.ts';
import { blackScholesGreeks } from '../pricing/greeks.ts';
import { impliedVolatility } from '../pricing/implied-volatility.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { OptionBook } from './option-book.ts';

/** A stream that has not spoken of a contract's IV for this much longer than the chain no longer carries it. */
const streamIvPreferredMs = 300_000;
/** A mid whose half spread is worth more than this in volatility says nothing of it. */
const halfSpreadVolMax = 0.05;

/** Where each row's IV comes from, as small numbers: 0 none, else 1 + index here. */
export const ivSources: readonly IvSource[] = ['stream', 'solved', 'chain', 'otherSide'];

/**
 * Writes each row's IV and its source: the stream's; else solved from the mid; else the chain's; else the other side's; else NaN and 0.
 * Only what is needed is solved, and only after its quote changed: solving costs more than all else that an update does.
 */
export const resolveIv = (
  book: OptionBook,
  spot: number,
  asOf: EpochMs,
  carry: Carry,
  iv: Float64Array,
  source: Uint8Array,
): void => {
  for (let row = 0; row < book.length; row++) ownIv(book, row, spot, asOf, carry, iv, source);
  for (let row = 0; row < book.length; row++) borrowIv(book, row, iv, source);
};

/** The same for one row and its pair: what one changed contract can alter. */
export const resolveRowIv = (
  book: OptionBook,
  row: number,
  spot: number,
  asOf: EpochMs,
  carry: Carry,
  iv: Float64Array,
  source: Uint8Array,
): void => {
  ownIv(book, row, spot, asOf, carry, iv, source);
  const pair = book.columns.pair[row]!;
  if (pair >= 0) {
    ownIv(book, pair, spot, asOf, carry, iv, source);
    borrowIv(book, pair, iv, source);
  }
  borrowIv(book, row, iv, source);
};

const ownIv = (
  book: OptionBook,
  row: number,
  spot: number,
  asOf: EpochMs,
  carry: Carry,
  iv: Float64Array,
  source: Uint8Array,
): void => {
  const { columns } = book;
  const stream = columns.value.streamIv[row]!;
  const chain = columns.value.chainIv[row]!;
  if (stream > 0 && !(columns.timeMs.chainIv[row]! > columns.timeMs.streamIv[row]! + streamIvPreferredMs)) {
    iv[row] = stream;
    source[row] = 1;
    return;
  }
  if (columns.quoteChanged[row] === 1) solveRow(book, row, spot, asOf, carry);
  if (columns.solvedIv[row]! > 0) {
    iv[row] = columns.solvedIv[row]!;
    source[row] = 2;
  } else {
    iv[row] = chain;
    source[row] = chain > 0 ? 3 : 0;
  }
};

const borrowIv = (book: OptionBook, row: number, iv: Float64Array, source: Uint8Array): void => {
  if (source[row] !== 0) return;
  const pair = book.columns.pair[row]!;
  if (pair < 0 || source[pair] === 0 || source[pair] === 4) return;
  iv[row] = iv[pair]!;
  source[row] = 4;
};

/** The mid's IV, from the out-of-the-money side only: in the money the time value drowns in the spread. */
const solveRow = (book: OptionBook, row: number, spot: number, asOf: EpochMs, carry: Carry): void => {
  const { columns } = book;
  columns.quoteChanged[row] = 0;
  columns.solvedIv[row] = Number.NaN;
  const bid = columns.value.bid[row]!;
  const ask = columns.value.ask[row]!;
  if (!(bid > 0 && ask > bid && spot > 0)) return;
  const strike = columns.strike[row]!;
  const side = columns.side[row] === 1 ? 'call' : 'put';
  const term = expiryTerm(book.expiries[columns.expiryIndex[row]!]!, asOf, carry);
  const { years, rate, dividendYield } = term;
  const forward = spot * Math.exp(term.carry);
  if (side === 'call' ? strike < forward : strike > forward) return;
  const volatility = impliedVolatility({ price: (bid + ask) / 2, spot, strike, years, rate, dividendYield, side });
  if (volatility === null) return;
  const { vega } = blackScholesGreeks({ spot, strike, years, rate, dividendYield, volatility, side });
  if ((ask - bid) / 2 < halfSpreadVolMax * vega) columns.solvedIv[row] = volatility;
};

/** How many of the rows that count (`used`) have their IV from where. */
export const countIvSources = (source: Uint8Array, used: (row: number) => boolean, length: number): IvSourceCount => {
  const count = { stream: 0, solved: 0, chain: 0, otherSide: 0 };
  for (let row = 0; row < length; row++) {
    const from = source[row]!;
    if (from > 0 && used(row)) count[ivSources[from - 1]!] += 1;
  }
  return count;
};

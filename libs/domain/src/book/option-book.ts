import type { Gap, UnderlyingQuote } from '../events/index.ts';
import type { Settlement } from '../exposure/analysis.ts';
import { type ExpirySlot, slotKey } from '../exposure/position-columns.ts';
import { type OptionSymbol, parseOsi } from '../instrument/option-symbol.ts';
import { otherSide } from '../instrument/other-side.ts';
import { settlementOfRoot, settlesMs } from '../instrument/settlement.ts';
import { isAdjustedRoot } from '../instrument/underlying.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { type BookColumns, emptyColumns, resized } from './book-columns.ts';
import type { TakenForward } from './take-forwards.ts';

/** Twice what any chain has (SPX lists about 30 000); `compactBook` lets go of the dead. Past it new contracts are refused and counted. */
export const contractsMax = 60_000;

/** What is known of the underlying itself; prices in points, NaN until known, times −Infinity. */
export interface UnderlyingState {
  bid: number;
  ask: number;
  last: number;
  mark: number;
  quoteMs: number;
  tradeMs: number;
}

/**
 * Everything known of one underlying's options at one point of the input's order. Mutable, owned by one actor: `mergeUpdates` and its
 * siblings are the only writers.
 */
export interface OptionBook {
  readonly underlying: string;
  length: number;
  columns: BookColumns;
  readonly symbols: string[];
  readonly rowOfSymbol: Map<string, number>;
  readonly expiries: ExpirySlot[];
  readonly expiryIndexOf: Map<string, number>;
  /** With carry `parity`, by slot key: the forwards that the expiries' `parityCarry` come from. See `takeForwards`. */
  readonly forwards: Map<string, TakenForward>;
  readonly spot: UnderlyingState;
  stream: 'up' | 'down';
  /** Since when the stream is up (or was last), epoch ms: what it said before does not count as streamed. */
  streamUpMs: number;
  lastGap: Gap | null;
  /** Trading date of the last whole round over the chain: until it is today's, sums are of a part. Null before the first. */
  wholeSession: string | null;
  /** Newest source time of anything merged: what the age of an answer counts from. */
  newestMs: number;
  /** Rises whenever a contract or expiry is added: what was derived from the rows' order is then stale. */
  structure: number;
  /** Symbols that could not become a contract, by reason. */
  readonly refused: Map<string, number>;
}

export const emptyBook = (underlying: string): OptionBook => ({
  underlying,
  length: 0,
  columns: emptyColumns(256),
  symbols: [],
  rowOfSymbol: new Map(),
  expiries: [],
  expiryIndexOf: new Map(),
  forwards: new Map(),
  spot: {
    bid: Number.NaN,
    ask: Number.NaN,
    last: Number.NaN,
    mark: Number.NaN,
    quoteMs: Number.NEGATIVE_INFINITY,
    tradeMs: Number.NEGATIVE_INFINITY,
  },
  stream: 'down',
  streamUpMs: Number.POSITIVE_INFINITY,
  lastGap: null,
  wholeSession: null,
  newestMs: Number.NEGATIVE_INFINITY,
  structure: 0,
  refused: new Map(),
});

/** The price that everything is measured against, in points: the last trade, else the mark, else the middle of the quote; NaN when unknown. */
export const spotOf = (book: OptionBook): number => {
  const { last, mark, bid, ask } = book.spot;
  if (last > 0) return last;
  if (mark > 0) return mark;
  return bid > 0 && ask >= bid ? (bid + ask) / 2 : Number.NaN;
};

/** The row of a contract, made when it is new; −1 when the symbol can be none (then counted in `refused`). */
export const rowOf = (book: OptionBook, symbol: string, settlement: string | undefined): number => {
  const known = book.rowOfSymbol.get(symbol);
  if (known !== undefined) return known;
  const parsed = parseOsi(symbol);
  if (parsed === null) return refuse(book, 'not an option symbol');
  if (isAdjustedRoot(parsed.root)) return refuse(book, 'adjusted contract');
  if (book.length >= contractsMax) return refuse(book, `more than ${contractsMax} contracts`);
  return addRow(book, symbol, parsed, settlement === 'A' ? 'am' : settlement === 'P' ? 'pm' : settlementOfRoot(parsed.root));
};

const refuse = (book: OptionBook, reason: string): -1 => {
  book.refused.set(reason, (book.refused.get(reason) ?? 0) + 1);
  return -1;
};

const addRow = (book: OptionBook, symbol: string, parsed: OptionSymbol, settlement: Settlement): number => {
  const row = book.length;
  if (row === book.columns.capacity) book.columns = resized(book.columns, row, Math.min(contractsMax, row * 2));
  const { columns } = book;
  columns.strike[row] = parsed.strike;
  columns.side[row] = parsed.side === 'call' ? 1 : -1;
  columns.expiryIndex[row] = expirySlot(book, parsed.expiry, settlement);
  columns.listed[row] = 1;
  const pair = book.rowOfSymbol.get(otherSide(symbol));
  if (pair !== undefined) {
    columns.pair[row] = pair;
    columns.pair[pair] = row;
  }
  book.symbols.push(symbol);
  book.rowOfSymbol.set(symbol, row);
  book.length += 1;
  book.structure += 1;
  return row;
};

/** The index of an expiry's slot, made when it is new. */
export const expirySlot = (book: OptionBook, expiry: string, settlement: Settlement): number => {
  const key = slotKey({ expiry, settlement });
  const known = book.expiryIndexOf.get(key);
  if (known !== undefined) return known;
  const index = book.expiries.length;
  book.expiries.push({ expiry, settlement, settlesMs: settlesMs(expiry, settlement) });
  book.expiryIndexOf.set(key, index);
  return index;
};

/** Merges a tick of the underlying; a bad or older value never replaces a good one. */
export const mergeQuote = (book: OptionBook, quote: UnderlyingQuote, eventMs: EpochMs): void => {
  const { spot } = book;
  const quoteMs = quote.quoteMs ?? eventMs;
  const tradeMs = quote.tradeMs ?? eventMs;
  if (quoteMs >= spot.quoteMs && (isPrice(quote.bid) || isPrice(quote.ask) || isPrice(quote.mark))) {
    if (isPrice(quote.bid)) spot.bid = quote.bid;
    if (isPrice(quote.ask)) spot.ask = quote.ask;
    if (isPrice(quote.mark)) spot.mark = quote.mark;
    spot.quoteMs = quoteMs;
    book.newestMs = Math.max(book.newestMs, quoteMs);
  }
  if (tradeMs >= spot.tradeMs && isPrice(quote.last)) {
    spot.last = quote.last;
    spot.tradeMs = tradeMs;
    book.newestMs = Math.max(book.newestMs, tradeMs);
  }
};

const isPrice = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value) && value > 0;

import type { Gap } from '../events/market-event.ts';
import { type ExpirySlot, slotKey } from '../exposure/position-columns.ts';
import { type BookColumns, mergedFields, resized } from './book-columns.ts';
import { emptyBook, type OptionBook, type UnderlyingState } from './option-book.ts';
import type { TakenForward } from './take-forwards.ts';

/** A book as plain data that any codec can keep; columns are cut to the book's length. */
export interface BookSnapshot {
  readonly underlying: string;
  readonly symbols: readonly string[];
  readonly columns: BookColumns;
  readonly expiries: readonly ExpirySlot[];
  readonly forwards: readonly TakenForward[];
  readonly spot: UnderlyingState;
  readonly stream: 'up' | 'down';
  readonly streamUpMs: number;
  readonly lastGap: Gap | null;
  readonly wholeSession: string | null;
  readonly newestMs: number;
  readonly refused: readonly (readonly [string, number])[];
}

/** Copies: the book may change right after. */
export const snapshotBook = (book: OptionBook): BookSnapshot => ({
  underlying: book.underlying,
  symbols: [...book.symbols],
  columns: resized(book.columns, book.length, book.length),
  expiries: [...book.expiries],
  forwards: [...book.forwards.values()],
  spot: { ...book.spot },
  stream: book.stream,
  streamUpMs: book.streamUpMs,
  lastGap: book.lastGap,
  wholeSession: book.wholeSession,
  newestMs: book.newestMs,
  refused: [...book.refused],
});

/** The book that was snapped; throws a RangeError when the columns do not belong together. */
export const restoreBook = (snapshot: BookSnapshot): OptionBook => {
  const length = snapshot.symbols.length;
  for (const field of mergedFields) {
    if (snapshot.columns.value[field]?.length !== length || snapshot.columns.timeMs[field]?.length !== length)
      throw new RangeError(`snapshot of ${snapshot.underlying}: column ${field} does not have ${length} rows`);
  }
  const book = emptyBook(snapshot.underlying);
  book.length = length;
  book.columns = resized(snapshot.columns, length, Math.max(256, length));
  snapshot.symbols.forEach((symbol, row) => {
    book.symbols.push(symbol);
    book.rowOfSymbol.set(symbol, row);
  });
  snapshot.expiries.forEach((slot, index) => {
    book.expiries.push(slot);
    book.expiryIndexOf.set(slotKey(slot), index);
  });
  for (const forward of snapshot.forwards) book.forwards.set(slotKey(forward), forward);
  Object.assign(book.spot, snapshot.spot);
  book.stream = snapshot.stream;
  book.streamUpMs = snapshot.streamUpMs;
  book.lastGap = snapshot.lastGap;
  book.wholeSession = snapshot.wholeSession;
  book.newestMs = snapshot.newestMs;
  book.structure = 1;
  for (const [reason, count] of snapshot.refused) book.refused.set(reason, count);
  return book;
};

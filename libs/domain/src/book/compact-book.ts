import type { EpochMs } from '../time/epoch-ms.ts';
import { copyRow, emptyColumns } from './book-columns.ts';
import { expirySlot, type OptionBook } from './option-book.ts';

/**
 * Lets go of what has settled and of what is no longer listed: once a session, or the book would hold every contract there ever was.
 * Rows keep their order; contracts keep all that is known of them.
 */
export const compactBook = (book: OptionBook, at: EpochMs): void => {
  const { columns, expiries } = book;
  const kept: number[] = [];
  for (let row = 0; row < book.length; row++)
    if (columns.listed[row] === 1 && expiries[columns.expiryIndex[row]!]!.settlesMs > at) kept.push(row);
  if (kept.length === book.length) return;

  const before = { columns, expiries: [...expiries], symbols: [...book.symbols] };
  book.columns = emptyColumns(Math.max(256, kept.length));
  book.length = kept.length;
  book.symbols.length = 0;
  book.rowOfSymbol.clear();
  book.expiries.length = 0;
  book.expiryIndexOf.clear();
  book.structure += 1;
  const rowNow = new Int32Array(before.symbols.length).fill(-1);
  kept.forEach((from, to) => {
    rowNow[from] = to;
    book.symbols.push(before.symbols[from]!);
    book.rowOfSymbol.set(before.symbols[from]!, to);
    copyRow(before.columns, from, book.columns, to);
    const slot = before.expiries[before.columns.expiryIndex[from]!]!;
    const index = expirySlot(book, slot.expiry, slot.settlement);
    book.expiries[index] = slot;
    book.columns.expiryIndex[to] = index;
  });
  for (const key of book.forwards.keys()) if (!book.expiryIndexOf.has(key)) book.forwards.delete(key);
  for (let row = 0; row < book.length; row++) {
    const pair = book.columns.pair[row]!;
    book.columns.pair[row] = pair < 0 ? -1 : rowNow[pair]!;
  }
};

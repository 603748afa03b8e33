import { fieldGroup, type OptionField, type OptionUpdates, optionField, optionFieldNames } from '../events/option-updates.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { MergedField } from './book-columns.ts';
import { type OptionBook, rowOf } from './option-book.ts';

/** No option has traded above 10 (1000 %) for long; Schwab's noise runs to thousands of percent. */
const ivMax = 10;

/**
 * Merges one record's updates: per field the newest source time wins, so that replays, duplicates and reordering end in the same book.
 * Values that cannot be (negative, not finite) are left out: what was known stays, and grows old. Calls `onChanged` with each row whose
 * open interest, volume, quote or IV changed.
 */
export const mergeUpdates = (
  book: OptionBook,
  updates: OptionUpdates,
  eventMs: EpochMs,
  onChanged: (row: number) => void,
): void => {
  const rows = rowsOf(book, updates, eventMs);
  const changed = new Uint8Array(rows.length);
  // Field by field: each needs two columns of the record and two of the book, found once instead of once a row.
  for (const field of optionFieldNames) {
    const values = updates.columns[field];
    if (values === undefined) continue;
    if (field === 'multiplier') mergeMultipliers(book, updates, values, rows);
    else mergeField(book, updates, field, values, rows, eventMs, changed);
  }
  for (let i = 0; i < rows.length; i++) if (changed[i] === 1) onChanged(rows[i]!);
  if (updates.listing !== undefined) markListed(book, updates);
};

/** The book's row of each update, −1 where there can be none; notes that it was spoken of. */
const rowsOf = (book: OptionBook, { symbols, settlement, origin }: OptionUpdates, eventMs: EpochMs): Int32Array => {
  const rows = new Int32Array(symbols.length);
  for (let i = 0; i < rows.length; i++) rows[i] = rowOf(book, symbols[i]!, settlement?.[i]);
  // New contracts may have moved the columns: only now.
  const seenMs = origin === 'stream' ? book.columns.streamedMs : book.columns.polledMs;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row >= 0 && eventMs > seenMs[row]!) seenMs[row] = eventMs;
  }
  return rows;
};

const mergeMultipliers = (book: OptionBook, { mask }: OptionUpdates, values: Float64Array, rows: Int32Array): void => {
  for (let i = 0; i < rows.length; i++) {
    const value = values[i]!;
    if (rows[i]! >= 0 && (mask[i]! & optionField.multiplier) !== 0 && value > 0 && value < Infinity)
      book.columns.multiplier[rows[i]!] = value;
  }
};

const mergeField = (
  book: OptionBook,
  updates: OptionUpdates,
  field: Exclude<OptionField, 'multiplier'>,
  values: Float64Array,
  rows: Int32Array,
  eventMs: EpochMs,
  changed: Uint8Array,
): void => {
  const { columns } = book;
  const { mask } = updates;
  const bit = optionField[field];
  const into = mergedField(field, updates.origin);
  const known = columns.value[into];
  const knownMs = columns.timeMs[into];
  const statedMs = groupTimes(updates, field);
  const isQuote = field === 'bid' || field === 'ask';
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const value = values[i]!;
    if (row < 0 || (mask[i]! & bit) === 0 || !isPossible(field, value)) continue;
    const timeMs = sourceTime(statedMs?.[i], eventMs);
    if (timeMs < knownMs[row]!) continue;
    knownMs[row] = timeMs;
    if (timeMs > book.newestMs) book.newestMs = timeMs;
    if (known[row] === value) continue;
    known[row] = value;
    changed[i] = 1;
    if (isQuote) columns.quoteChanged[row] = 1;
  }
};

const mergedField = (field: Exclude<OptionField, 'multiplier'>, origin: OptionUpdates['origin']): MergedField =>
  field === 'iv' ? (origin === 'stream' ? 'streamIv' : 'chainIv') : field;

const isPossible = (field: OptionField, value: number): boolean =>
  field === 'iv' ? value > 0 && value <= ivMax : value >= 0 && value < Infinity;

const groupTimes = (updates: OptionUpdates, field: Exclude<OptionField, 'multiplier'>): Float64Array | undefined => {
  switch (fieldGroup[field]) {
    case 'quote':
      return updates.quoteMs;
    case 'trade':
      return updates.tradeMs;
    case 'greeks':
      return updates.greeksMs;
    case 'openInterest':
      return updates.openInterestMs;
  }
};

/** Never later than the record's own: a source clock that runs ahead must not block what follows. */
export const sourceTime = (statedMs: number | undefined, eventMs: EpochMs): number =>
  statedMs !== undefined && statedMs > 0 && statedMs <= eventMs ? statedMs : eventMs;

/** A chain answer lists all of its window: what it lists is there; what an earlier answer had and a whole newer one has not, is gone. */
const markListed = (book: OptionBook, updates: OptionUpdates): void => {
  const listing = updates.listing!;
  const { columns, expiries } = book;
  if (listing.part === 0) {
    for (let row = 0; row < book.length; row++) {
      const { expiry } = expiries[columns.expiryIndex[row]!]!;
      if (expiry >= listing.fromDate && expiry <= listing.toDate) columns.listed[row] = 0;
    }
  }
  for (const symbol of updates.symbols) {
    const row = book.rowOfSymbol.get(symbol);
    if (row !== undefined) columns.listed[row] = 1;
  }
  book.structure += 1;
};

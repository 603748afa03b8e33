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
  for (let i = 0; i < updates.symbols.length; i++) {
    const row = rowOf(book, updates.symbols[i]!, updates.settlement?.[i]);
    if (row < 0) continue;
    const seenMs = updates.origin === 'stream' ? book.columns.streamedMs : book.columns.polledMs;
    seenMs[row] = Math.max(seenMs[row]!, eventMs);
    if (mergeRow(book, updates, i, row, eventMs)) onChanged(row);
  }
  if (updates.listing !== undefined) markListed(book, updates);
};

const mergeRow = (book: OptionBook, updates: OptionUpdates, i: number, row: number, eventMs: EpochMs): boolean => {
  const { columns } = book;
  const mask = updates.mask[i]!;
  let changed = false;
  for (const field of optionFieldNames) {
    if ((mask & optionField[field]) === 0) continue;
    const value = updates.columns[field]?.[i];
    if (value === undefined || !isPossible(field, value)) continue;
    if (field === 'multiplier') {
      columns.multiplier[row] = value;
      continue;
    }
    const into = mergedField(field, updates.origin);
    const timeMs = groupTime(updates, field, i, eventMs);
    if (timeMs < columns.timeMs[into][row]!) continue;
    columns.timeMs[into][row] = timeMs;
    if (timeMs > book.newestMs) book.newestMs = timeMs;
    if (columns.value[into][row] === value) continue;
    columns.value[into][row] = value;
    changed = true;
    if (into === 'bid' || into === 'ask') columns.quoteChanged[row] = 1;
  }
  return changed;
};

const mergedField = (field: Exclude<OptionField, 'multiplier'>, origin: OptionUpdates['origin']): MergedField =>
  field === 'iv' ? (origin === 'stream' ? 'streamIv' : 'chainIv') : field;

const isPossible = (field: OptionField, value: number): boolean => {
  if (field === 'iv') return value > 0 && value <= ivMax;
  if (field === 'multiplier') return value > 0 && Number.isFinite(value);
  return value >= 0 && Number.isFinite(value);
};

/** The source time of the field's group, never later than the record's own: a source clock that runs ahead must not block what follows. */
const groupTime = (updates: OptionUpdates, field: Exclude<OptionField, 'multiplier'>, i: number, eventMs: EpochMs): number => {
  const column = {
    quote: updates.quoteMs,
    trade: updates.tradeMs,
    greeks: updates.greeksMs,
    openInterest: updates.openInterestMs,
  }[fieldGroup[field]];
  const stated = column?.[i];
  return stated !== undefined && stated > 0 && stated <= eventMs ? stated : eventMs;
};

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

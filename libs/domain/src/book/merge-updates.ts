import { fieldGroup, type OptionField, type OptionUpdates, optionField, optionFieldNames } from '../events/option-updates.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { MergedField } from './book-columns.ts';
import { type OptionBook, rowOf } from './option-book.ts';

/** No option has traded above 10 (1000 %) for long; Schwab's noise runs to thousands of percent. */
const ivMax = 10;

/** Columns of the record in hand, made once: one of them for every record would cost as much as filling it. Nobody else runs meanwhile. */
interface Scratch {
  /** The book's row of each update, −1 where there can be none. */
  readonly rows: Int32Array;
  readonly changed: Uint8Array;
  /** When the values of the group in hand were so at the source. */
  readonly timeMs: Float64Array;
}

const scratchOf = (length: number): Scratch => ({
  rows: new Int32Array(length),
  changed: new Uint8Array(length),
  timeMs: new Float64Array(length),
});

let scratch = scratchOf(1_024);

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
  const { length } = updates.symbols;
  if (length > scratch.rows.length) scratch = scratchOf(2 * length);
  const { rows, changed } = scratch;
  changed.fill(0, 0, length);
  findRows(book, updates, eventMs);
  // Field by field: each needs two columns of the record and two of the book, found once instead of once a row.
  let group: MergedGroup | null = null;
  for (const field of optionFieldNames) {
    const values = updates.columns[field];
    if (values === undefined) continue;
    if (field === 'multiplier') {
      mergeMultipliers(book, updates, values);
      continue;
    }
    // Fields of a group follow each other.
    if (fieldGroup[field] !== group) {
      group = fieldGroup[field];
      findTimes(updates[timesOf[group]], eventMs, length);
    }
    mergeField(book, updates, field, values);
  }
  for (let i = 0; i < length; i++) if (changed[i] === 1) onChanged(rows[i]!);
  if (updates.listing !== undefined) markListed(book, updates);
};

/** Notes too that each contract was spoken of. */
const findRows = (book: OptionBook, { symbols, settlement, origin }: OptionUpdates, eventMs: EpochMs): void => {
  const { rows } = scratch;
  for (let i = 0; i < symbols.length; i++) rows[i] = rowOf(book, symbols[i]!, settlement?.[i]);
  // New contracts may have moved the columns: only now.
  const seenMs = origin === 'stream' ? book.columns.streamedMs : book.columns.polledMs;
  for (let i = 0; i < symbols.length; i++) {
    const row = rows[i]!;
    if (row >= 0 && eventMs > seenMs[row]!) seenMs[row] = eventMs;
  }
};

const mergeMultipliers = (book: OptionBook, { mask }: OptionUpdates, values: Float64Array): void => {
  const { rows } = scratch;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (rows[i]! >= 0 && (mask[i]! & optionField.multiplier) !== 0 && value > 0 && value < Infinity)
      book.columns.multiplier[rows[i]!] = value;
  }
};

const mergeField = (
  book: OptionBook,
  { mask, origin }: OptionUpdates,
  field: Exclude<OptionField, 'multiplier'>,
  values: Float64Array,
): void => {
  const { rows, changed, timeMs } = scratch;
  const { columns } = book;
  const bit = optionField[field];
  const into = mergedField(field, origin);
  const known = columns.value[into];
  const knownMs = columns.timeMs[into];
  const isIv = field === 'iv';
  const greatest = isIv ? ivMax : Number.MAX_VALUE;
  const isQuote = field === 'bid' || field === 'ask';
  let newestMs = book.newestMs;
  for (let i = 0; i < values.length; i++) {
    const row = rows[i]!;
    const value = values[i]!;
    if (row < 0 || (mask[i]! & bit) === 0 || !(value >= 0 && value <= greatest) || (isIv && value === 0)) continue;
    const atMs = timeMs[i]!;
    if (atMs < knownMs[row]!) continue;
    knownMs[row] = atMs;
    if (atMs > newestMs) newestMs = atMs;
    if (known[row] === value) continue;
    known[row] = value;
    changed[i] = 1;
    if (isQuote) columns.quoteChanged[row] = 1;
  }
  book.newestMs = newestMs;
};

const mergedField = (field: Exclude<OptionField, 'multiplier'>, origin: OptionUpdates['origin']): MergedField =>
  field === 'iv' ? (origin === 'stream' ? 'streamIv' : 'chainIv') : field;

type MergedGroup = Exclude<(typeof fieldGroup)[OptionField], 'static'>;

const timesOf = {
  quote: 'quoteMs',
  trade: 'tradeMs',
  greeks: 'greeksMs',
  openInterest: 'openInterestMs',
} as const satisfies Record<MergedGroup, keyof OptionUpdates>;

const findTimes = (statedMs: Float64Array | undefined, eventMs: EpochMs, length: number): void => {
  const { timeMs } = scratch;
  for (let i = 0; i < length; i++) timeMs[i] = sourceTime(statedMs?.[i], eventMs);
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

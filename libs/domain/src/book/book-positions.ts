import { tradingDayStart } from '../calendar/trading-session.ts';
import type { Carry } from '../exposure/analysis.ts';
import { type BookLayout, bookLayout } from '../exposure/book-layout.ts';
import { defaultExclusionReasons, type PositionColumns } from '../exposure/position-columns.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { OptionBook } from './option-book.ts';
import { resolveIv, resolveRowIv } from './resolve-iv.ts';

/** The book as the exposure functions read it, with each row's IV resolved. Owned and reused by the actor that owns the book. */
export interface BookPositions extends PositionColumns {
  /** Per row: 0 none, else 1 + index into `ivSources`. */
  readonly ivSource: Uint8Array;
  /** The book's `structure` these columns were laid out for. */
  readonly structure: number;
  /** The canonical order of these rows. */
  readonly layout: BookLayout;
  /** Trades before it are of an earlier day: a chain answer before the open still tells that day's volume. */
  volumeSinceMs: EpochMs;
}

const notListed = defaultExclusionReasons.indexOf('not-listed');

/** Brings the columns up to the book as it stands; makes new ones when contracts were added. */
export const refreshPositions = (
  book: OptionBook,
  kept: BookPositions | null,
  spot: number,
  asOf: EpochMs,
  carry: Carry,
): BookPositions => {
  const volumeSinceMs = tradingDayStart(asOf);
  const positions = kept !== null && kept.structure === book.structure ? kept : laidOut(book, volumeSinceMs);
  positions.volumeSinceMs = volumeSinceMs;
  resolveIv(book, spot, asOf, carry, positions.iv, positions.ivSource);
  for (let row = 0; row < book.length; row++) copyQuantities(book, positions, row);
  return positions;
};

/** The same for one row that changed. Calls `onMoved` with the row, and with its pair, where IV or open interest are another now. */
export const refreshRow = (
  book: OptionBook,
  positions: BookPositions,
  row: number,
  spot: number,
  asOf: EpochMs,
  carry: Carry,
  onMoved: (row: number) => void,
): void => {
  const { iv, openInterest } = positions;
  const pair = book.columns.pair[row]!;
  const ivBefore = iv[row]!;
  const pairIvBefore = pair < 0 ? 0 : iv[pair]!;
  const openInterestBefore = openInterest[row]!;
  resolveRowIv(book, row, spot, asOf, carry, iv, positions.ivSource);
  copyQuantities(book, positions, row);
  // NaN, the unknown IV, is another than itself: once too often does no harm.
  if (iv[row] !== ivBefore || openInterest[row] !== openInterestBefore) onMoved(row);
  // The other side may borrow this one's IV.
  if (pair >= 0 && iv[pair] !== pairIvBefore) onMoved(pair);
};

const copyQuantities = (book: OptionBook, positions: BookPositions, row: number): void => {
  const { value, timeMs } = book.columns;
  // Unknown open interest is none that counts; the analysis says how many contracts had none.
  positions.openInterest[row] = value.openInterest[row]! > 0 ? value.openInterest[row]! : 0;
  const isToday = timeMs.volume[row]! >= positions.volumeSinceMs;
  positions.volume[row] = isToday && value.volume[row]! > 0 ? value.volume[row]! : 0;
};

const laidOut = (book: OptionBook, volumeSinceMs: EpochMs): BookPositions => {
  const { columns, length } = book;
  const exclusion = new Uint8Array(length);
  for (let row = 0; row < length; row++) exclusion[row] = columns.listed[row] === 1 ? 0 : notListed;
  const columnsOfRows = {
    length,
    strike: columns.strike.slice(0, length),
    expiryIndex: columns.expiryIndex.slice(0, length),
    side: columns.side.slice(0, length),
    openInterest: new Float64Array(length),
    volume: new Float64Array(length),
    multiplier: columns.multiplier.slice(0, length),
    iv: new Float64Array(length).fill(Number.NaN),
    exclusion,
  };
  return {
    ...columnsOfRows,
    structure: book.structure,
    ivSource: new Uint8Array(length),
    layout: bookLayout(columnsOfRows, book.expiries),
    volumeSinceMs,
  };
};

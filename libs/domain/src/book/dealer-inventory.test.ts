import { expect, test } from 'vitest';
import { easternTime } from '../calendar/eastern-time.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { refreshPositions } from './book-positions.ts';
import { dealerInventory } from './dealer-inventory.ts';
import { emptyBook, type OptionBook, rowOf } from './option-book.ts';

const today = '2026-11-20';
const sessionStart = easternTime(today, 0, 0);
const asOf = easternTime(today, 11, 0);

/** By hand: open interest, volume, bought minus sold, bought plus sold. */
const bookOf = (
  rows: readonly (readonly [
    expiry: string,
    side: 'call' | 'put',
    oi: number,
    volume: number,
    signed: number,
    classified: number,
  ])[],
): OptionBook => {
  const book = emptyBook('SPX');
  rows.forEach(([expiry, side, oi, volume, signed, classified]) => {
    const row = rowOf(book, formatOsi({ root: 'SPXW', expiry, side, strike: 6000 }), 'P');
    const { columns } = book;
    columns.value.openInterest[row] = oi;
    columns.value.volume[row] = volume;
    columns.timeMs.volume[row] = asOf - 1;
    columns.signedVolume[row] = signed;
    columns.classifiedVolume[row] = classified;
  });
  return book;
};
const inventoryOf = (book: OptionBook) =>
  dealerInventory(book, refreshPositions(book, null, 6000, asOf, { kind: 'zero' }), asOf, sessionStart);

const book = bookOf([
  [today, 'call', 500, 900, 200, 300],
  [today, 'put', 700, 100, -60, 60],
  ['2026-12-18', 'call', 1_000, 50, -10, 40],
  ['2026-12-18', 'put', 2_000, 0, 0, 0],
]);

test('overnight the naive model stands, but not of what expires today; each classified trade is taken off', () => {
  expect([...inventoryOf(book).contracts]).toEqual([-200, 60, 1_010, -2_000]);
});

test('how much of the volume was classified is said, by side', () => {
  expect(inventoryOf(book).classified).toEqual({ volume: 1_050, bought: 265, sold: 135, share: 400 / 1_050 });
});

test('volume of the session before is none of today’s; without volume there is no share', () => {
  const early = bookOf([[today, 'call', 500, 900, 0, 0]]);
  early.columns.timeMs.volume[0] = sessionStart - 1;
  expect(inventoryOf(early).classified).toEqual({ volume: 0, bought: 0, sold: 0, share: null });
});

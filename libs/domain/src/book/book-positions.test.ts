import { expect, test } from 'vitest';
import { easternTime } from '../calendar/eastern-time.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { refreshPositions, refreshRow } from './book-positions.ts';
import { emptyBook, rowOf } from './option-book.ts';

const [thursday, friday] = ['2026-11-19', '2026-11-20'];
const zero = { kind: 'zero' } as const;

/** 900 contracts, last traded at 15:59 on Thursday, as a chain answer tells of it until the broker's count begins anew. */
const tradedOnThursday = () => {
  const book = emptyBook('SPX');
  const row = rowOf(book, formatOsi({ root: 'SPXW', expiry: friday, side: 'call', strike: 6000 }), 'P');
  book.columns.value.volume[row] = 900;
  book.columns.timeMs.volume[row] = easternTime(thursday, 15, 59);
  return book;
};

test.each([
  ['in the evening after', thursday, 20, 900],
  ['on the next morning', friday, 8, 0],
  ['at the next open', friday, 10, 0],
])('volume is that of the newest trading day: %s (%s %i:00) there are %i', (_when, date, hour, volume) => {
  expect(refreshPositions(tradedOnThursday(), null, 6000, easternTime(date, hour, 0), zero).volume[0]).toBe(volume);
});

test('over a weekend it is still Friday’s', () => {
  const book = tradedOnThursday();
  book.columns.timeMs.volume[0] = easternTime(friday, 15, 59);
  expect(refreshPositions(book, null, 6000, easternTime('2026-11-22', 12, 0), zero).volume[0]).toBe(900);
});

test('a day’s first trade brings the volume back, in the columns that are kept too', () => {
  const book = tradedOnThursday();
  const at = easternTime(friday, 9, 31);
  const positions = refreshPositions(book, null, 6000, at, zero);
  book.columns.value.volume[0] = 3;
  book.columns.timeMs.volume[0] = at;
  refreshRow(book, positions, 0, 6000, at, zero, () => {});
  expect(positions.volume[0]).toBe(3);
});

import { expect, test } from 'vitest';
import { easternTime } from '../calendar/eastern-time.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { refreshPositions } from './book-positions.ts';
import { bookPremiums } from './book-premiums.ts';
import { emptyBook, type OptionBook, rowOf } from './option-book.ts';

const [today, december] = ['2026-11-20', '2026-12-18'];
const sessionStart = easternTime(today, 0, 0);
const asOf = easternTime(today, 11, 0);

interface Traded {
  readonly expiry: string;
  readonly side: 'call' | 'put';
  readonly strike?: number;
  readonly quote?: readonly [bid: number, ask: number];
  readonly last?: number;
  readonly volume: number;
  readonly tradedMs?: number;
}
const bookOf = (contracts: readonly Traded[]): OptionBook => {
  const book = emptyBook('SPX');
  for (const { expiry, side, strike = 6000, quote, last, volume, tradedMs = asOf - 1 } of contracts) {
    const row = rowOf(book, formatOsi({ root: 'SPXW', expiry, side, strike }), 'P');
    const { value, timeMs } = book.columns;
    [value.bid[row], value.ask[row]] = quote ?? [Number.NaN, Number.NaN];
    value.last[row] = last ?? Number.NaN;
    value.volume[row] = volume;
    timeMs.volume[row] = tradedMs;
  }
  return book;
};
const premiumsOf = (book: OptionBook, at = asOf) =>
  bookPremiums(book, refreshPositions(book, null, 6000, at, { kind: 'zero' }), at);

const contracts: readonly Traded[] = [
  { expiry: december, side: 'put', quote: [39, 41], volume: 5 },
  { expiry: december, side: 'call', last: 50, volume: 3 },
  { expiry: today, side: 'call', quote: [1.9, 2.1], last: 90, volume: 1_000 },
  { expiry: today, side: 'put', quote: [0, 0.1], last: 0.2, volume: 400 },
  // Priced nowhere, and traded yesterday: neither is today's premium.
  { expiry: today, side: 'put', strike: 5900, volume: 70 },
  { expiry: today, side: 'call', strike: 6100, quote: [9, 11], volume: 800, tradedMs: sessionStart - 1 },
];
const ofToday = { expiry: today, settlement: 'pm', call: 200_000, put: 8_000 };
const ofDecember = { expiry: december, settlement: 'pm', call: 15_000, put: 20_000 };

test('each expiry’s premium is today’s volume at mids, else at the last sale', () => {
  expect(premiumsOf(bookOf(contracts))).toEqual([ofToday, ofDecember]);
});

test('what has settled, and contracts that are listed no longer, have none', () => {
  expect(premiumsOf(bookOf(contracts), easternTime(today, 16, 0))).toEqual([ofDecember]);
  const book = bookOf(contracts);
  book.columns.listed[0] = 0;
  expect(premiumsOf(book)[1]).toEqual({ ...ofDecember, put: 0 });
});

test('the order in which contracts came does not show, not even in the last digit', () => {
  const odd = Array.from(
    { length: 40 },
    (_, i): Traded => ({ expiry: december, side: 'call', strike: 5800 + 10 * i, last: 0.1 + i / 7, volume: 1 + 13 * i }),
  );
  expect(premiumsOf(bookOf(odd.toReversed()))).toEqual(premiumsOf(bookOf(odd)));
});

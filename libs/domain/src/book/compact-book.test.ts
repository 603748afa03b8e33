import { expect, test } from 'vitest';
import { addDays } from '../calendar/civil-date.ts';
import { isTradingDay } from '../calendar/trading-session.ts';
import { optionField } from '../events/option-updates.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { settlesMs } from '../instrument/settlement.ts';
import { epochMs } from '../time/epoch-ms.ts';
import { compactBook } from './compact-book.ts';
import { mergeUpdates } from './merge-updates.ts';
import { emptyBook, type OptionBook } from './option-book.ts';

const symbol = (expiry: string, strike: number, side: 'call' | 'put'): string =>
  formatOsi({ root: 'SPXW', expiry, side, strike });

const list = (book: OptionBook, expiry: string, strikes: readonly number[], atMs: number): void => {
  const symbols = strikes.flatMap((strike) => [symbol(expiry, strike, 'call'), symbol(expiry, strike, 'put')]);
  mergeUpdates(
    book,
    {
      origin: 'rest',
      symbols,
      mask: new Uint16Array(symbols.length).fill(optionField.openInterest),
      columns: { openInterest: Float64Array.from(symbols, (_, index) => index + 1) },
      listing: { fromDate: expiry, toDate: expiry, part: 0, parts: 1 },
    },
    epochMs(atMs),
    () => {},
  );
};

test('what has settled and what is no longer listed goes; the rest knows what it knew', () => {
  const book = emptyBook('SPX');
  const morning = settlesMs('2026-11-20', 'pm') - 3_600_000;
  list(book, '2026-11-20', [6000, 6010], morning);
  list(book, '2026-11-23', [6000, 6010, 6020], morning);
  list(book, '2026-11-23', [6000, 6020], morning + 1);
  compactBook(book, settlesMs('2026-11-20', 'pm'));
  expect(book.symbols).toEqual(
    [6000, 6020].flatMap((strike) => [symbol('2026-11-23', strike, 'call'), symbol('2026-11-23', strike, 'put')]),
  );
  expect(book.expiries.map(({ expiry }) => expiry)).toEqual(['2026-11-23']);
  expect([...book.columns.value.openInterest.subarray(0, 4)]).toEqual([1, 2, 3, 4]);
  expect([...book.columns.pair.subarray(0, 4)]).toEqual([1, 0, 3, 2]);
  expect([...book.columns.expiryIndex.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
});

test('a book with nothing to let go of stays as it is', () => {
  const book = emptyBook('SPX');
  list(book, '2026-11-23', [6000], 1);
  const { columns, structure } = book;
  compactBook(book, epochMs(2));
  expect(book.columns).toBe(columns);
  expect(book.structure).toBe(structure);
});

test('over 200 sessions with a new expiry each, the book holds the living ones and today’s is always among them', () => {
  const book = emptyBook('SPX');
  const strikes = Array.from({ length: 200 }, (_, index) => 5000 + index * 10);
  let date = '2026-01-05';
  for (let session = 0; session < 200; session++) {
    const at = epochMs(settlesMs(date, 'pm') - 6 * 3_600_000);
    compactBook(book, at);
    list(book, date, strikes, at);
    expect(book.length).toBe(400);
    expect(book.rowOfSymbol.get(symbol(date, 5000, 'call'))).toBe(0);
    do date = addDays(date, 1);
    while (!isTradingDay(date));
  }
  expect(book.refused.size).toBe(0);
});

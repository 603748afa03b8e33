import { expect, test } from 'vitest';
import { easternTime } from '../calendar/eastern-time.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { refreshPositions } from './book-positions.ts';
import { expiringQuotes } from './expiring-quotes.ts';
import { emptyBook, type OptionBook, rowOf } from './option-book.ts';

/** A third Friday: SPX settles in the morning, SPXW in the afternoon. */
const today = '2026-11-20';
const asOf = easternTime(today, 11, 0);
/** At 11:00, five hours before settlement, σ√T is 0.2: at the money and without carry d1 is 0.1. */
const atTheMoneyIv = 0.2 / Math.sqrt(5 / 8_760);

interface Quoted {
  readonly root?: 'SPX' | 'SPXW';
  readonly expiry?: string;
  readonly side: 'call' | 'put';
  readonly strike: number;
  readonly bid?: number;
  readonly ask?: number;
  readonly iv?: number;
}

const bookOf = (contracts: readonly Quoted[]): OptionBook => {
  const book = emptyBook('SPX');
  for (const { root = 'SPXW', expiry = today, side, strike, bid, ask, iv } of contracts) {
    const row = rowOf(book, formatOsi({ root, expiry, side, strike }), undefined);
    book.columns.value.bid[row] = bid ?? Number.NaN;
    book.columns.value.ask[row] = ask ?? Number.NaN;
    book.columns.value.streamIv[row] = iv ?? Number.NaN;
  }
  return book;
};

const quotesOf = (book: OptionBook, at: EpochMs = asOf) => {
  const market = { spot: 6_000, asOf: at, carry: { kind: 'zero' } as const };
  return expiringQuotes(book, refreshPositions(book, null, market.spot, at, market.carry), today, market);
};

test('of today’s contracts alone, by ascending strike; what nobody has said is NaN, a bid of nobody is 0', () => {
  const { strikes, call, put } = quotesOf(
    bookOf([
      { side: 'call', strike: 6_050, bid: 0, ask: 0.05 },
      { side: 'call', strike: 6_000, bid: 11.9, ask: 12.1, iv: 0.16 },
      { side: 'put', strike: 6_000, bid: 11.8, ask: 12, iv: 0.17 },
      { side: 'call', strike: 6_000, expiry: '2026-11-23', bid: 30, ask: 31, iv: 0.2 },
      { side: 'put', strike: 5_900, expiry: '2026-11-23', bid: 3, ask: 4, iv: 0.2 },
    ]),
  );
  expect([...strikes]).toEqual([6_000, 6_050]);
  expect([...call.bid]).toEqual([11.9, 0]);
  expect([...call.ask]).toEqual([12.1, 0.05]);
  expect([...call.iv]).toEqual([0.16, Number.NaN]);
  expect([...call.delta]).toEqual([expect.closeTo(0.5, 2), Number.NaN]);
  expect([...put.bid]).toEqual([11.8, Number.NaN]);
  expect([...put.ask]).toEqual([12, Number.NaN]);
  expect([...put.iv]).toEqual([0.17, Number.NaN]);
});

test('delta is N(d1) of a call and N(d1) − 1 of a put, as a table of the normal distribution has it', () => {
  const { call, put } = quotesOf(
    bookOf([
      { side: 'call', strike: 6_000, iv: atTheMoneyIv },
      { side: 'put', strike: 6_000, iv: atTheMoneyIv },
    ]),
  );
  expect(call.delta[0]).toBeCloseTo(0.5398278, 7);
  expect(put.delta[0]).toBeCloseTo(-0.4601722, 7);
});

test('what has settled or is listed no longer is not quoted', () => {
  const book = bookOf([
    { side: 'call', strike: 6_000, bid: 11.9, ask: 12.1 },
    { side: 'put', strike: 5_990, bid: 7, ask: 7.2 },
  ]);
  book.columns.listed[1] = 0;
  expect([...quotesOf(book).strikes]).toEqual([6_000]);
  expect([...quotesOf(book, easternTime(today, 16, 0)).strikes]).toEqual([]);
});

test('before the a.m. series settles, the p.m. series is what a shared strike shows', () => {
  const shared = bookOf([
    { root: 'SPXW', side: 'call', strike: 6_000, bid: 12, ask: 12.2 },
    { root: 'SPX', side: 'call', strike: 6_000, bid: 10, ask: 11 },
    { root: 'SPX', side: 'call', strike: 6_005, bid: 8, ask: 9 },
  ]);
  const early = quotesOf(shared, easternTime(today, 9, 0));
  expect([[...early.strikes], [...early.call.bid]]).toEqual([
    [6_000, 6_005],
    [12, 8],
  ]);
  const later = quotesOf(shared);
  expect([[...later.strikes], [...later.call.bid]]).toEqual([[6_000], [12]]);
});

test('a thousand strikes at most: those nearest spot', () => {
  const strikes = Array.from({ length: 1_300 }, (_, i) => 5_700 + i);
  const { strikes: kept, call } = quotesOf(bookOf(strikes.map((strike) => ({ side: 'call', strike, bid: strike }))));
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([1_000, 5_700, 6_699]);
  expect([call.bid[0], call.bid.at(-1)]).toEqual([5_700, 6_699]);
  const wide = quotesOf(bookOf(strikes.map((strike) => ({ side: 'put', strike: strike - 300 })))).strikes;
  expect([wide.length, wide[0], wide.at(-1)]).toEqual([1_000, 5_500, 6_499]);
});

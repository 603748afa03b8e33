import { expect, test } from 'vitest';
import { listingSpot, pricedListing, withContracts } from '../exposure/listing.fixture.ts';
import { quotePairs } from '../exposure/quote-pairs.ts';
import { bookQuotePairs } from './book-quote-pairs.ts';
import { emptyBook, type OptionBook, rowOf } from './option-book.ts';

const listing = withContracts(
  pricedListing(['2026-01-16', '2026-02-20'], [5900, listingSpot, 6100], { rate: 0.04, dividendYield: 0.01 }),
  // A crossed quote and an absent one make no pair.
  ({ strike, side, bid, ask, expiry }) =>
    expiry === '2026-01-16' && strike === 5900 && side === 'put'
      ? { bid: ask, ask: bid }
      : strike === 6100 && side === 'call'
        ? { bid: null }
        : {},
);

const quotedBook = (): OptionBook => {
  const book = emptyBook('SPX');
  for (const { symbol, bid, ask } of [...listing.contracts].reverse()) {
    const row = rowOf(book, symbol, 'P');
    book.columns.value.bid[row] = bid ?? Number.NaN;
    book.columns.value.ask[row] = ask ?? Number.NaN;
  }
  return book;
};

test('the pairs of a live book are those of a chain file with the same quotes', () => {
  const book = quotedBook();
  const pairs = bookQuotePairs(book);
  expect(pairs).toEqual(quotePairs(listing, book.expiries));
  expect(pairs.flat()).toHaveLength(3);
});

test('a contract that is listed no longer makes no pair', () => {
  const book = quotedBook();
  book.columns.listed.fill(0);
  expect(bookQuotePairs(book).flat()).toEqual([]);
});

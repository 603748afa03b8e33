import { expect, test } from 'vitest';
import { optionField } from '../events/option-updates.ts';
import type { Carry } from '../exposure/analysis.ts';
import { listingAsOf, listingSpot, pricedListing } from '../exposure/listing.fixture.ts';
import { expiryTerm } from '../exposure/position-columns.ts';
import { epochMs } from '../time/epoch-ms.ts';
import { restoreBook, snapshotBook } from './book-snapshot.ts';
import { compactBook } from './compact-book.ts';
import { mergeUpdates } from './merge-updates.ts';
import { emptyBook, mergeQuote, type OptionBook } from './option-book.ts';
import { ivSources, resolveIv } from './resolve-iv.ts';
import { takeForwards } from './take-forwards.ts';

const carry: Carry = { kind: 'parity', rate: 0.04, dividendYield: 0.03 };
const market = { rate: 0.04, dividendYield: 0.013, volatility: 0.2 };
const expiries = ['2026-01-14', '2026-02-20', '2026-07-17'];
const chain = pricedListing(expiries, [5900, 5950, 5990, 6000, 6010, 6050, 6100], market);
const listing = { fromDate: '2026-01-14', toDate: '2026-07-17', part: 0, parts: 1 };

/** A live book that a chain answer has just told these quotes of; no IV but what they imply. */
const listedBook = (contracts = chain.contracts): OptionBook => {
  const book = emptyBook('SPX');
  mergeQuote(book, { origin: 'rest', last: listingSpot }, listingAsOf);
  const columns = {
    bid: Float64Array.from(contracts, ({ bid }) => bid!),
    ask: Float64Array.from(contracts, ({ ask }) => ask!),
  };
  const mask = new Uint16Array(contracts.length).fill(optionField.bid | optionField.ask);
  const symbols = contracts.map(({ symbol }) => symbol);
  mergeUpdates(book, { origin: 'rest', symbols, mask, columns, listing }, listingAsOf, () => {});
  return book;
};

const yieldOf = (book: OptionBook, slot: number): number => expiryTerm(book.expiries[slot]!, listingAsOf, carry).dividendYield;

test('an answer gives each expiry it lists the forward of its quotes; under a day the configured yield stands, and why is said', () => {
  const book = listedBook();
  takeForwards(book, listing, listingAsOf, carry);
  expect([...book.forwards.values()].map(({ source }) => source)).toEqual(['configured: under a day', 'parity', 'parity']);
  expect(yieldOf(book, 0)).toBe(0.03);
  for (const slot of [1, 2]) expect(yieldOf(book, slot)).toBeCloseTo(market.dividendYield, 8);
  expect([...book.forwards.values()].every(({ takenMs }) => takenMs === listingAsOf)).toBe(true);
});

test.each<[string, Partial<typeof listing>, Carry]>([
  ['before the last part of an answer', { parts: 2 }, carry],
  ['of other expiries', { toDate: '2026-01-14' }, carry],
  ['with a flat carry', {}, { kind: 'flat', rate: 0.04, dividendYield: 0.03 }],
])('nothing is taken %s', (_when, change, as) => {
  const book = listedBook();
  takeForwards(book, { ...listing, ...change }, listingAsOf, as);
  expect(book.expiries.slice(1).every((slot) => slot.parityCarry === undefined)).toBe(true);
});

test('an answer whose quotes imply nothing takes the forward back', () => {
  const book = listedBook();
  takeForwards(book, listing, listingAsOf, carry);
  book.columns.value.bid.fill(0);
  takeForwards(book, listing, epochMs(listingAsOf + 60_000), carry);
  expect([...book.forwards.values()].slice(1).map(({ source }) => source)).toEqual(Array(2).fill('configured: too few quotes'));
  expect(yieldOf(book, 1)).toBe(0.03);
});

test('quotes are solved against the forward: the IV is the one they were made with, on both sides of it', () => {
  const book = listedBook();
  const [iv, source] = [new Float64Array(book.length), new Uint8Array(book.length)];
  const solve = (): void => resolveIv(book, listingSpot, listingAsOf, carry, iv, source);
  solve();
  const later = (row: number): boolean => book.columns.expiryIndex[row]! > 0;
  const errors = (): number[] => [...iv].map((each) => Math.abs(each - market.volatility)).filter((_, row) => later(row));
  expect(Math.max(...errors())).toBeGreaterThan(0.005);
  takeForwards(book, listing, listingAsOf, carry);
  solve();
  expect(Math.max(...errors())).toBeLessThan(1e-6);
  expect(new Set([...source].filter((_, row) => later(row)).map((each) => ivSources[each - 1]))).toEqual(
    new Set(['solved', 'otherSide']),
  );
});

test('forwards outlive a snapshot and the clearing away of what has settled', () => {
  const book = listedBook();
  takeForwards(book, listing, listingAsOf, carry);
  const restored = restoreBook(snapshotBook(book));
  expect([restored.expiries, [...restored.forwards]]).toEqual([book.expiries, [...book.forwards]]);
  const slots = book.expiries.slice(1);
  compactBook(book, epochMs(listingAsOf + 86_400_000));
  expect(book.expiries).toEqual(slots);
  expect([...book.forwards.keys()]).toEqual(['2026-02-20 pm', '2026-07-17 pm']);
});

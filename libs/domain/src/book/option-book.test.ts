import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarketEvent, OptionUpdates } from '../events/index.ts';
import { type OptionField, optionField } from '../events/option-updates.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { epochMs } from '../time/epoch-ms.ts';
import { applyEvent } from './apply-event.ts';
import { restoreBook, snapshotBook } from './book-snapshot.ts';
import { emptyBook, type OptionBook, spotOf } from './option-book.ts';

const symbol = (strike: number, side: 'call' | 'put' = 'call'): string =>
  formatOsi({ root: 'SPXW', expiry: '2026-11-20', side, strike });

interface Update {
  readonly symbol: string;
  readonly at: number;
  readonly fields: Partial<Record<OptionField, number>>;
}

/** One record per update, its group times all `at`. */
const event = ({ symbol: name, at, fields }: Update, options: Partial<OptionUpdates> = {}): MarketEvent => ({
  kind: 'option-updates',
  version: 1,
  feed: 'sim',
  run: 'r',
  underlying: 'SPX',
  seq: 1,
  eventMs: epochMs(1_000_000),
  receiveMs: epochMs(1_000_000),
  emitMs: epochMs(1_000_000),
  sessionDate: '2026-11-20',
  body: {
    origin: 'stream',
    symbols: [name],
    mask: Uint16Array.of(Object.keys(fields).reduce((mask, field) => mask | optionField[field as OptionField], 0)),
    columns: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, Float64Array.of(value)])),
    quoteMs: Float64Array.of(at),
    tradeMs: Float64Array.of(at),
    greeksMs: Float64Array.of(at),
    openInterestMs: Float64Array.of(at),
    ...options,
  },
});

const bookOf = (events: readonly MarketEvent[]): OptionBook => {
  const book = emptyBook('SPX');
  for (const each of events) applyEvent(book, each, () => {});
  return book;
};

/** What a book knows, by contract, whatever order its rows came in. */
const known = (book: OptionBook): Record<string, Record<string, number>> =>
  Object.fromEntries(
    [...book.symbols].sort().map((name) => {
      const row = book.rowOfSymbol.get(name)!;
      return [name, Object.fromEntries(Object.entries(book.columns.value).map(([field, column]) => [field, column[row]!]))];
    }),
  );

const arbitraryUpdates = fc.uniqueArray(
  fc.record({
    symbol: fc.constantFrom(symbol(6000), symbol(6005), symbol(6000, 'put')),
    at: fc.integer({ min: 1, max: 900_000 }),
    fields: fc.record(
      {
        bid: fc.integer({ min: 0, max: 50 }),
        ask: fc.integer({ min: 0, max: 50 }),
        volume: fc.integer({ min: 0, max: 9 }),
        iv: fc.constantFrom(0.1, 0.2),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Partial<Record<OptionField, number>>>,
  }),
  { selector: ({ at }) => at, maxLength: 30 },
);

describe('merging', () => {
  test('G-11: any order, and any repetition, of the same updates ends in the same book', () => {
    fc.assert(
      fc.property(arbitraryUpdates, fc.infiniteStream(fc.nat()), (updates, random) => {
        const inOrder = [...updates].sort((a, b) => a.at - b.at).map((update) => event(update));
        const shuffled = [...inOrder, ...inOrder.filter((_, index) => index % 3 === 0)]
          .map((each) => ({ each, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(known(bookOf(shuffled))).toEqual(known(bookOf(inOrder)));
      }),
    );
  });

  test('a delta leaves what it does not carry as it was', () => {
    const book = bookOf([
      event({ symbol: symbol(6000), at: 1, fields: { bid: 4, ask: 5 } }),
      event({ symbol: symbol(6000), at: 2, fields: { bid: 4.5 } }),
    ]);
    expect(known(book)[symbol(6000)]).toMatchObject({ bid: 4.5, ask: 5 });
  });

  test.each([
    ['bid', -1],
    ['ask', Number.NaN],
    ['volume', -5],
    ['iv', 0],
    ['iv', 11],
    ['iv', -999],
    ['openInterest', Number.POSITIVE_INFINITY],
  ] as const)('a %s of %d never replaces the good value before it', (field, bad) => {
    const good = { bid: 4, ask: 5, volume: 10, iv: 0.2, openInterest: 100 };
    const before = known(bookOf([event({ symbol: symbol(6000), at: 1, fields: good })]));
    const after = known(
      bookOf([
        event({ symbol: symbol(6000), at: 1, fields: good }),
        event({ symbol: symbol(6000), at: 2, fields: { [field]: bad } }),
      ]),
    );
    expect(after).toEqual(before);
  });

  test("a source clock that runs ahead of the record's event time does not block what follows", () => {
    const book = bookOf([
      event({ symbol: symbol(6000), at: 9e15, fields: { bid: 4 } }),
      event({ symbol: symbol(6000), at: 1_000_000, fields: { bid: 5 } }),
    ]);
    expect(known(book)[symbol(6000)]?.bid).toBe(5);
  });

  test('a whole listing takes out what it no longer lists, inside its window only', () => {
    const later = formatOsi({ root: 'SPXW', expiry: '2026-12-18', side: 'call', strike: 6000 });
    const book = bookOf([
      event({ symbol: symbol(6000), at: 1, fields: { openInterest: 1 } }),
      event({ symbol: symbol(6005), at: 1, fields: { openInterest: 1 } }),
      event({ symbol: later, at: 1, fields: { openInterest: 1 } }),
      event(
        { symbol: symbol(6005), at: 2, fields: { openInterest: 2 } },
        { origin: 'rest', listing: { fromDate: '2026-11-20', toDate: '2026-11-20', part: 0, parts: 1 } },
      ),
    ]);
    const listed = (name: string): number => book.columns.listed[book.rowOfSymbol.get(name)!]!;
    expect([listed(symbol(6000)), listed(symbol(6005)), listed(later)]).toEqual([0, 1, 1]);
  });

  test('what is no option symbol is counted, and makes no row', () => {
    const book = bookOf([event({ symbol: 'SPX', at: 1, fields: { bid: 1 } })]);
    expect(book.length).toBe(0);
    expect([...book.refused]).toEqual([['not an option symbol', 1]]);
  });

  test('the two sides of a strike know each other whichever came first', () => {
    const book = bookOf([symbol(6000, 'put'), symbol(6000)].map((name) => event({ symbol: name, at: 1, fields: { bid: 1 } })));
    expect([...book.columns.pair.subarray(0, 2)]).toEqual([1, 0]);
  });

  test('grows past its first capacity without losing a value', () => {
    const strikes = Array.from({ length: 700 }, (_, index) => 4000 + index * 5);
    const book = bookOf(strikes.map((strike) => event({ symbol: symbol(strike), at: 1, fields: { bid: strike } })));
    expect(strikes.every((strike) => known(book)[symbol(strike)]?.bid === strike)).toBe(true);
  });
});

test('a snapshot restores to a book that knows the same and goes on the same', () => {
  const first = [
    event({ symbol: symbol(6000), at: 1, fields: { bid: 4, iv: 0.2 } }),
    event({ symbol: symbol(6000, 'put'), at: 1, fields: { openInterest: 7 } }),
  ];
  const next = event({ symbol: symbol(6005), at: 3, fields: { ask: 9 } });
  const whole = bookOf([...first, next]);
  const restored = restoreBook(snapshotBook(bookOf(first)));
  applyEvent(restored, next, () => {});
  expect(known(restored)).toEqual(known(whole));
  expect([...restored.columns.pair.subarray(0, 3)]).toEqual([...whole.columns.pair.subarray(0, 3)]);
});

test('the spot is the last trade, else the mark, else the middle, and a bad tick changes nothing', () => {
  const book = emptyBook('SPY');
  const quote = (body: Record<string, number>): void => {
    applyEvent(
      book,
      {
        ...event({ symbol: symbol(1), at: 1, fields: {} }),
        kind: 'underlying-quote',
        body: { origin: 'stream', ...body },
      } as MarketEvent,
      () => {},
    );
  };
  expect(spotOf(book)).toBeNaN();
  quote({ bid: 10, ask: 12 });
  expect(spotOf(book)).toBe(11);
  quote({ last: 10.5 });
  expect(spotOf(book)).toBe(10.5);
  quote({ last: -999 });
  quote({ last: Number.NaN });
  expect(spotOf(book)).toBe(10.5);
});

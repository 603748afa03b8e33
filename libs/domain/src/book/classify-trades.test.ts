import { expect, test } from 'vitest';
import { easternTime } from '../calendar/eastern-time.ts';
import { type OptionField, type OptionUpdates, optionField } from '../events/option-updates.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { epochMs } from '../time/epoch-ms.ts';
import { restoreBook, snapshotBook } from './book-snapshot.ts';
import { classifyTrades, forgetTrades } from './classify-trades.ts';
import { mergeUpdates } from './merge-updates.ts';
import { emptyBook, type OptionBook } from './option-book.ts';

const option = formatOsi({ root: 'SPXW', expiry: '2026-11-20', side: 'call', strike: 6000 });
const sessionStart = easternTime('2026-11-20', 0, 0);
const open = easternTime('2026-11-20', 9, 30);

type Fields = Partial<Record<OptionField, number>>;
interface Told {
  readonly origin?: 'stream' | 'rest';
  readonly at?: number;
  readonly tradeMs?: number;
}

/** One record of one contract, as the actor takes it: classified, then merged. `at` is in seconds after the open. */
const tell = (book: OptionBook, fields: Fields, { origin = 'stream', at = 0, tradeMs }: Told = {}): void => {
  const mask = (Object.keys(fields) as OptionField[]).reduce((bits, field) => bits | optionField[field], 0);
  const columns = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, Float64Array.of(value)]));
  const times = tradeMs === undefined ? {} : { tradeMs: Float64Array.of(tradeMs) };
  const updates: OptionUpdates = { origin, symbols: [option], mask: Uint16Array.of(mask), columns, ...times };
  const eventMs = epochMs(open + at * 1_000);
  classifyTrades(book, updates, eventMs, sessionStart);
  mergeUpdates(book, updates, eventMs, () => {});
};

/** A connected book that has been told the contract's image: 10.0 to 10.4, last 10.1, 100 traded. */
const streaming = (image: Fields = { bid: 10, ask: 10.4, last: 10.1, volume: 100 }): OptionBook => {
  const book = emptyBook('SPX');
  book.stream = 'up';
  book.streamUpMs = open - 1_000;
  tell(book, image);
  return book;
};

const flow = ({ columns }: OptionBook): [signed: number, classified: number] => [
  columns.signedVolume[0]!,
  columns.classifiedVolume[0]!,
];

test('what a contract’s first record after a connection sums up is not classified', () => {
  const book = streaming();
  expect(flow(book)).toEqual([0, 0]);
  tell(book, { volume: 103, last: 10.4 }, { at: 1 });
  expect(flow(book)).toEqual([3, 3]);
  // The stream goes and comes again: the image that follows may hold minutes of trades.
  book.streamUpMs = open + 60_000;
  tell(book, { volume: 900, last: 10.4 }, { at: 61 });
  expect(flow(book)).toEqual([3, 3]);
  tell(book, { volume: 901 }, { at: 62 });
  expect(flow(book)).toEqual([4, 4]);
});

test.each<[string, number, number]>([
  ['at the ask a customer bought', 10.4, 5],
  ['above it too', 10.6, 5],
  ['nearer to the ask too', 10.25, 5],
  ['at the bid one sold', 10, -5],
  ['nearer to the bid too', 10.15, -5],
  ['in the middle, above the last price, one bought', 10.2, 5],
])('%s', (_what, last, signed) => {
  const book = streaming();
  tell(book, { last, volume: 105 }, { at: 1 });
  expect(flow(book)).toEqual([signed, 5]);
});

test('in the middle, at the last price, nobody can say; below it one sold', () => {
  const book = streaming({ bid: 10, ask: 10.4, last: 10.2, volume: 100 });
  tell(book, { volume: 105 }, { at: 1 });
  expect(flow(book)).toEqual([0, 0]);
  const falling = streaming({ bid: 10, ask: 10.4, last: 10.3, volume: 100 });
  tell(falling, { last: 10.2, volume: 105 }, { at: 1 });
  expect(flow(falling)).toEqual([-5, 5]);
});

test('the quote known before decides, not the one that the trade has moved; without one, the one that came with it', () => {
  const book = streaming();
  tell(book, { bid: 10.4, ask: 10.8, last: 10.4, volume: 105 }, { at: 1 });
  expect(flow(book)).toEqual([5, 5]);
  const unquoted = streaming({ last: 10.1, volume: 100 });
  tell(unquoted, { last: 10.4, volume: 101 }, { at: 1 });
  expect(flow(unquoted)).toEqual([0, 0]);
  tell(unquoted, { bid: 10.4, ask: 10.8, last: 10.4, volume: 106 }, { at: 2 });
  expect(flow(unquoted)).toEqual([-5, 5]);
});

test('chain answers classify nothing, and what they told is not told again by the stream', () => {
  const book = streaming();
  tell(book, { last: 10.4, volume: 150 }, { origin: 'rest', at: 1 });
  tell(book, { last: 10.4, volume: 152 }, { at: 2 });
  expect(flow(book)).toEqual([2, 2]);
});

test('an older record, a correction downwards and a second telling of the same add nothing', () => {
  const book = streaming();
  tell(book, { last: 10.4, volume: 110 }, { at: 5 });
  tell(book, { last: 10.4, volume: 120 }, { at: 5, tradeMs: open + 4_000 });
  tell(book, { last: 10.4, volume: 110 }, { at: 6 });
  tell(book, { last: 10.4, volume: 90 }, { at: 7 });
  expect(flow(book)).toEqual([10, 10]);
});

test('a new session begins at nothing: yesterday’s volume is neither counted nor taken off', () => {
  const book = streaming();
  const yesterday = open - 86_400_000;
  book.columns.timeMs.volume[0] = yesterday;
  tell(book, { last: 10.4, volume: 100 }, { at: 1, tradeMs: yesterday + 1 });
  expect(flow(book)).toEqual([0, 0]);
  tell(book, { last: 10.4, volume: 7 }, { at: 2 });
  expect(flow(book)).toEqual([7, 7]);
  forgetTrades(book);
  expect(flow(book)).toEqual([0, 0]);
});

test('a record that names a contract twice tells of each trade once', () => {
  const book = streaming();
  const columns = { last: Float64Array.of(10.4, 10), volume: Float64Array.of(110, 130) };
  const mask = new Uint16Array(2).fill(optionField.last | optionField.volume);
  classifyTrades(book, { origin: 'stream', symbols: [option, option], mask, columns }, epochMs(open + 1_000), sessionStart);
  expect(flow(book)).toEqual([10 - 20, 30]);
});

test('what was classified outlives a snapshot', () => {
  const book = streaming();
  tell(book, { last: 10, volume: 130 }, { at: 1 });
  expect(flow(restoreBook(snapshotBook(book)))).toEqual([-30, 30]);
});

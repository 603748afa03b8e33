import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapshotBook } from '../book/book-snapshot.ts';
import { mergeUpdates } from '../book/merge-updates.ts';
import { emptyBook } from '../book/option-book.ts';
import { epochMs } from '../time/epoch-ms.ts';
import { withoutEventTimes } from './event-times.ts';
import { type OptionUpdates, optionField, optionFieldNames } from './option-updates.ts';

const eventMs = epochMs(1_000_000);
const symbols = ['SPX   261120C06000000', 'SPX   261120P06000000', 'SPXW  261120C06000000'];
const times = ['quoteMs', 'tradeMs', 'greeksMs', 'openInterestMs'] as const;

const column = (value: fc.Arbitrary<number>) =>
  fc.option(
    fc.array(value, { minLength: 3, maxLength: 3 }).map((values) => Float64Array.from(values)),
    { nil: undefined },
  );

const updates = fc
  .record({
    mask: fc.array(fc.nat(2 ** optionFieldNames.length - 1), { minLength: 3, maxLength: 3 }),
    columns: fc.record(Object.fromEntries(optionFieldNames.map((field) => [field, column(fc.integer({ min: -1, max: 9 }))]))),
    times: fc.record(
      Object.fromEntries(times.map((name) => [name, column(fc.constantFrom(0, Number.NaN, 5, 999_999, 1_000_000, 2_000_000))])),
    ),
  })
  .map(({ mask, columns, times: stated }) => {
    const present = (all: object): object => Object.fromEntries(Object.entries(all).filter(([, values]) => values !== undefined));
    return {
      origin: 'stream',
      symbols,
      mask: Uint16Array.from(mask),
      columns: present(columns),
      ...present(stated),
    } as OptionUpdates;
  });

test('merging updates without them gives the same book', () => {
  fc.assert(
    fc.property(fc.array(updates, { minLength: 1, maxLength: 4 }), (records) => {
      const [whole, short] = [emptyBook('SPX'), emptyBook('SPX')];
      for (const record of records) {
        mergeUpdates(whole, record, eventMs, () => {});
        mergeUpdates(short, withoutEventTimes(record, eventMs), eventMs, () => {});
      }
      expect(snapshotBook(short)).toStrictEqual(snapshotBook(whole));
    }),
  );
});

test('a time before or after the event stays; one of a group that is not there, and one that is the event time, goes', () => {
  const all = Object.fromEntries(times.map((name) => [name, Float64Array.of(eventMs)]));
  const said: OptionUpdates = {
    origin: 'stream',
    symbols: symbols.slice(0, 1),
    mask: Uint16Array.of(optionField.bid | optionField.iv),
    columns: { bid: Float64Array.of(1), iv: Float64Array.of(0.2), last: Float64Array.of(2) },
    ...all,
    quoteMs: Float64Array.of(eventMs - 1),
    greeksMs: Float64Array.of(eventMs + 1),
  };
  const { quoteMs, greeksMs, ...rest } = withoutEventTimes(said, eventMs);
  expect([quoteMs, greeksMs]).toEqual([Float64Array.of(eventMs - 1), Float64Array.of(eventMs + 1)]);
  expect(Object.keys(rest)).toEqual(['origin', 'symbols', 'mask', 'columns']);
});

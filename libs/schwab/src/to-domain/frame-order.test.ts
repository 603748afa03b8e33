import { applyEvent, emptyBook, epochMs, type MarketEvent, mergedFields, type OptionBook } from '@gexstream/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame } from '../stream/index.ts';
import { frameToDomain } from './frame.ts';

const startMs = 1_773_673_440_000;
const keys = [6000, 6010, 6020].flatMap((strike) => ['C', 'P'].map((side) => `SPXW  260320${side}0${strike}000`));
/** Wire numbers of bid, ask, last, volume, open interest, IV, bid size. */
const fields = ['2', '3', '4', '8', '9', '10', '16'] as const;

interface Change {
  readonly key: string;
  readonly values: Readonly<Record<string, number>>;
}

/** What one frame says of one key: any of its fields, and the times they have. */
const change = fc.record({
  key: fc.constantFrom(...keys),
  values: fc.dictionary(fc.constantFrom(...fields), fc.integer({ min: 1, max: 500 }), { minKeys: 1 }),
});

const frameText = ({ key, values }: Change, atMs: number): string => {
  const content = { key, ...values, '38': atMs - 20, '39': atMs - 10 };
  return JSON.stringify({ data: [{ service: 'LEVELONE_OPTIONS', timestamp: atMs, command: 'SUBS', content: [content] }] });
};

const receivedMs = epochMs(startMs + 3_600_000);

const envelope = {
  version: 1,
  feed: 'sim',
  run: 'r',
  underlying: 'SPX',
  seq: 1,
  eventMs: receivedMs,
  receiveMs: receivedMs,
  emitMs: receivedMs,
  sessionDate: '2026-03-16',
} as const;

const bookOf = (texts: readonly string[]): OptionBook => {
  const book = emptyBook('SPX');
  for (const text of texts) {
    const { updates } = frameToDomain(decodeFrame(text).data, { receivedMs, tradingDay: true });
    for (const { kind, body } of updates) applyEvent(book, { ...envelope, kind, body } as MarketEvent, () => {});
  }
  return book;
};

/** What is known of each contract, whatever the order in which they came up. */
const known = (book: OptionBook): unknown =>
  Object.fromEntries(
    [...book.rowOfSymbol]
      .sort()
      .map(([symbol, row]) => [
        symbol,
        mergedFields.map((field) => [book.columns.value[field][row], book.columns.timeMs[field][row]]),
      ]),
  );

const changes = fc.array(change, { minLength: 1, maxLength: 40 });
const periodMs = 250;

test('S4: frames that come twice, or late by up to five seconds, end in the book of the clean run', () => {
  fc.assert(
    fc.property(changes, fc.infiniteStream(fc.nat(5_000)), fc.infiniteStream(fc.boolean()), (list, delays, doubles) => {
      const clean = list.map((each, index) => ({
        atMs: startMs + index * periodMs,
        text: frameText(each, startMs + index * periodMs),
      }));
      const late = (atMs: number): number => atMs + delays.next().value;
      const spoiled = clean
        .flatMap((frame) => (doubles.next().value ? [frame, frame] : [frame]))
        .map(({ atMs, text }) => ({ dueMs: late(atMs), text }))
        .sort((a, b) => a.dueMs - b.dueMs);
      expect(known(bookOf(spoiled.map(({ text }) => text)))).toEqual(known(bookOf(clean.map(({ text }) => text))));
    }),
  );
});

test('S5, C-12: what a frame leaves out has not changed; it becomes neither 0 nor nothing', () => {
  fc.assert(
    fc.property(changes, (list) => {
      const wanted = new Map<string, Map<string, number>>();
      const texts = list.map((each, index) => {
        const values = wanted.get(each.key) ?? new Map<string, number>();
        for (const [field, value] of Object.entries(each.values)) values.set(field, value);
        wanted.set(each.key, values);
        return frameText(each, startMs + index * periodMs);
      });
      // The last full state of each key in one frame ends in the same values as all the parts did.
      const whole = [...wanted].map(([key, values]) =>
        frameText({ key, values: Object.fromEntries(values) }, startMs + list.length * periodMs),
      );
      const valuesOf = (book: OptionBook): unknown =>
        Object.fromEntries(
          [...book.rowOfSymbol]
            .sort()
            .map(([symbol, row]) => [symbol, mergedFields.map((field) => book.columns.value[field][row])]),
        );
      expect(valuesOf(bookOf(texts))).toEqual(valuesOf(bookOf(whole)));
    }),
  );
});

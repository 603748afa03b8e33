import type { Envelope } from '@gexstream/domain';
import { epochMs } from '@gexstream/domain/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEvent } from './decode-event.ts';
import { encodeEvent } from './encode-event.ts';

const event = (body: unknown): Envelope<string, unknown> => ({
  kind: 'option-updates',
  version: 1,
  feed: 'sim',
  run: 'r1',
  underlying: 'SPX',
  seq: 42,
  eventMs: epochMs(1_795_000_000_123),
  receiveMs: epochMs(1_795_000_000_124),
  emitMs: epochMs(1_795_000_000_125),
  sessionDate: '2026-11-20',
  body,
});

const readBack = (body: unknown): unknown => decodeEvent(encodeEvent(event(body))).body;
const bytesOf = (body: unknown): number => encodeEvent(event(body)).length;

/** To the bit, which `toEqual` does not see of NaN and −0. */
const bits = (column: Float64Array): bigint[] => [...new BigUint64Array(column.buffer, column.byteOffset, column.length)];

describe('columns of doubles', () => {
  const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
  const cents = whole.map((value) => value / 100);
  const near = fc
    .tuple(fc.maxSafeInteger(), fc.array(fc.nat(2 ** 17)))
    .map(([base, offsets]) => offsets.map((each) => base - each));
  const any = fc.double().filter((value) => !Number.isNaN(value));

  test.each([
    ['whole numbers', fc.array(whole)],
    ['cents', fc.array(cents)],
    ['whole numbers near each other, at the end of what doubles hold', near],
    ['one value again and again', fc.tuple(any, fc.nat(40)).map(([value, length]) => new Array<number>(length).fill(value))],
    ['cents with something else among them', fc.array(fc.oneof(cents, any))],
    ['the values that equal others', fc.array(fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY))],
  ])('%s come back to the bit', (_name, values) => {
    fc.assert(
      fc.property(values, values, (bid, ask) => {
        const columns = { bid: Float64Array.from(bid), mask: new Uint16Array(3), ask: Float64Array.from(ask) };
        const read = readBack(columns) as typeof columns;
        expect([bits(read.bid), bits(read.ask), read.mask]).toEqual([bits(columns.bid), bits(columns.ask), columns.mask]);
      }),
    );
  });

  test('take one byte a value where sizes differ by less than 256, two for cents within 655 points, none where all are one', () => {
    const rows = 1_000;
    const empty = bytesOf({ column: new Float64Array(0) });
    const perValue = (value: (row: number) => number): number =>
      (bytesOf({ column: Float64Array.from({ length: rows }, (_, row) => value(row)) }) - empty) / rows;
    expect(perValue((row) => 70_000 + (row % 256))).toBeCloseTo(1, 1);
    expect(perValue((row) => (100 * (row % 655) + 1) / 100)).toBeCloseTo(2, 1);
    expect(perValue((row) => row * 1_000)).toBeCloseTo(4, 1);
    expect(perValue(() => 1_795_000_000_123)).toBeCloseTo(0, 1);
    expect(perValue((row) => 1 / (row + 1))).toBeCloseTo(8, 1);
  });

  test('a block larger than most, of a snapshot, comes back too', () => {
    const body = { iv: Float64Array.from({ length: 20_000 }, (_, row) => 1 / (row + 1)), oi: new Float64Array(20_000).fill(5) };
    expect(readBack(body)).toStrictEqual(body);
  });
});

describe('symbols', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
  const root = fc.constantFrom('SPX   ', 'SPXW  ', 'BRKB  ', 'NVDA1 ', 'A     ');
  const symbol = fc.tuple(root, digits(6), fc.constantFrom('C', 'P'), digits(8)).map((parts) => parts.join(''));

  test('come back as they were, of one root or of several', () => {
    fc.assert(
      fc.property(fc.array(symbol), (symbols) => {
        expect(readBack({ symbols })).toStrictEqual({ symbols });
      }),
    );
  });

  test('more of them than are kept at first come back as they were, and so do the first ones again', () => {
    const symbols = (from: number) =>
      Array.from({ length: 9_000 }, (_, i) => `SPXW  2505${10 + (i % 20)}P${String(from + i).padStart(8, '0')}`);
    for (const from of [0, 9_000, 18_000, 0])
      expect(readBack({ symbols: symbols(from) })).toStrictEqual({ symbols: symbols(from) });
  });

  test.each([
    ['texts that are none', ['SPXW  250520C05660000', 'hello']],
    ['one that is no text', ['SPXW  250520C05660000', 5]],
    ['compact ones', ['SPXW250520C05660000']],
    ['other letters', ['ÄÖÜ   250520C05660000', 'SPXW  250520X05660000', 'SPXW  2505 0C05660000']],
    ['none', []],
  ])('%s come back as they were', (_name, symbols) => {
    expect(readBack({ symbols })).toStrictEqual({ symbols });
  });

  test('read twice are the very same text', () => {
    const value = encodeEvent(event({ symbols: ['SPXW  250520C05660000', 'SPXW  250521P05660000'] }));
    const [first, second] = [decodeEvent(value), decodeEvent(value)].map(({ body }) => body as { symbols: readonly string[] });
    expect(first!.symbols.map((text, i) => Object.is(text, second!.symbols[i]))).toEqual([true, true]);
  });

  test('take a third of their texts', () => {
    const symbols = Array.from(
      { length: 1_000 },
      (_, i) => `SPXW  2505${10 + (i % 20)}C${String(5_000_000 + 5_000 * (i % 300)).padStart(8, '0')}`,
    );
    expect(bytesOf({ symbols })).toBeLessThan(7 * 1_000 + 300);
  });
});

import { epochMs } from '@gexstream/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FrameContext, frameBytesToDomain, frameToDomain } from '../to-domain/index.ts';
import { decodeFrame } from './frame-decoder.ts';
import { type FrameVisitor, scanFrame } from './scan-frame.ts';

const nobody: FrameVisitor = { part: () => {}, readsRoot: null, content: () => {} };
const context = { receivedMs: epochMs(1_773_673_448_000), tradingDay: true };
const scannedFrame = (text: string, of: FrameContext) => frameBytesToDomain(Buffer.from(text), of);
const parsed = (text: string) => frameToDomain(decodeFrame(text).data, context);

const number = fc.oneof(
  fc.integer({ min: -999, max: 100_000 }),
  fc.integer({ min: 0, max: 99_999_999 }).map((value) => value / 10_000),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer({ min: 1_773_673_000_000, max: 1_773_673_448_999 }),
  fc.maxSafeInteger(),
);
const field = fc.integer({ min: 0, max: 60 }).map(String);
const key = fc.constantFrom(
  'SPXW  260320C06000000',
  'SPXW  260320P06000000',
  'SPY   260320C00600000',
  '$SPX',
  'SPY',
  'SPX1  260320C06000000',
);
const content = fc
  .tuple(
    key,
    fc.dictionary(field, fc.oneof({ weight: 9, arbitrary: number }, fc.constantFrom('NaN', 'P', 'A', null, ''))),
    fc.boolean(),
  )
  .map(([name, values, isFirst]) =>
    isFirst ? { key: name, delayed: false, assetMainType: 'OPTION', ...values } : { key: name, ...values },
  );
const part = fc.record({
  service: fc.constantFrom('LEVELONE_OPTIONS', 'LEVELONE_EQUITIES', 'CHART_EQUITY', 'NEWS'),
  timestamp: fc.oneof(fc.constant(1_773_673_447_018), number),
  command: fc.constant('SUBS'),
  content: fc.array(content, { maxLength: 5 }),
});
const frame = fc.array(part, { maxLength: 3 }).map((data) => JSON.stringify({ data }));

const contentText = (values: string) =>
  `{"data":[{"service":"LEVELONE_OPTIONS","timestamp":1773673447018,"command":"SUBS","content":[{"key":"SPXW  260320C06000000",${values}}]}]}`;

test('a frame as Schwab writes it needs no parser', () => {
  for (const values of [
    '"2":4.1,"3":-999,"10":18.40000001',
    '"delayed":false,"assetMainType":"OPTION","43":"P","10":"NaN"',
    '"38":1773673446900',
  ])
    expect(scanFrame(Buffer.from(contentText(values)), nobody), values).toBe(true);
  expect(parsed(contentText('"2":4.1')).updates).toHaveLength(1);
});

test('what a frame says is what the parser reads of it, to the last bit', () => {
  fc.assert(
    fc.property(frame, (text) => {
      expect(scannedFrame(text, context)).toEqual(parsed(text));
    }),
    { numRuns: 2_000, seed: 20_261_126 },
  );
});

test('of some underlyings alone too', () => {
  fc.assert(
    fc.property(frame, (text) => {
      const some = { ...context, isWanted: (underlying: string) => underlying === 'SPX' };
      expect(scannedFrame(text, some).updates).toEqual(frameToDomain(decodeFrame(text).data, some).updates);
    }),
    { numRuns: 2_000, seed: 20_261_127 },
  );
});

test.each([
  ['where the key stands first', '{"key":"SPY   260320C00600000","2":4.1,"43":"P"}'],
  ['where it stands last', '{"2":4.1,"43":"P","key":"SPY   260320C00600000"}'],
])('a contract that nobody wants is passed over %s, and nothing behind it is lost', (_, other) => {
  const wanted = '{"2":4.1,"key":"SPXW  260320C06000000"}';
  const told: string[] = [];
  const visitor: FrameVisitor = {
    part: () => {},
    readsRoot: (root) => root !== 'SPY   ',
    content: ({ key }) => told.push(key),
  };
  const text = `{"data":[{"service":"LEVELONE_OPTIONS","timestamp":1773673447018,"command":"SUBS","content":[${[wanted, other, wanted]}]}]}`;
  expect(scanFrame(Buffer.from(text), visitor)).toBe(true);
  expect(told).toEqual(['SPXW  260320C06000000', 'SPXW  260320C06000000']);
});

test('however it is damaged', () => {
  const piece = fc.oneof(
    fc.constantFrom('"', '\\', '}', ']', '{', '[', ',', ':', '0', '-', '.', 'e5', ' ', '"2":1,', '},{"key":"', '\n', '\\u0041'),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(frame, fc.nat(), fc.nat({ max: 3 }), piece, (text, place, cut, put) => {
      const at = place % (text.length + 1);
      const damaged = text.slice(0, at) + put + text.slice(at + cut);
      expect(scannedFrame(damaged, context)).toEqual(parsed(damaged));
    }),
    { numRuns: 3_000, seed: 20_261_126 },
  );
});

test.each([
  ['01', 'a leading zero'],
  ['1.', 'no decimals'],
  ['.5', 'no digits'],
  ['-', 'a sign alone'],
  ['1e2', 'an exponent'],
  ['+1', 'a plus'],
  ['0x10', 'another base'],
  ['"a\\"b"', 'an escape'],
  ['{"a":1}', 'an object'],
  ['[1]', 'a list'],
])('%s as a value is left to the parser: %s', (value) => {
  const text = contentText(`"2":${value}`);
  expect(scanFrame(Buffer.from(text), nobody)).toBe(false);
  expect(scannedFrame(text, context)).toEqual(parsed(text));
});

test('contracts of others than are wanted are passed over', () => {
  const text = contentText('"2":4.1');
  expect(scannedFrame(text, { ...context, isWanted: (underlying) => underlying !== 'SPX' }).updates).toEqual([]);
  expect(scannedFrame(text, { ...context, isWanted: (underlying) => underlying === 'SPX' })).toEqual(parsed(text));
});

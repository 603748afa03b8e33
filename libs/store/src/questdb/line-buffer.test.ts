import { SenderBufferV2 } from '@questdb/nodejs-client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell, Row } from '../rows/check-rows.ts';
import { type Column, type ColumnType, table } from '../table.ts';
import { lineBuffer } from './line-buffer.ts';

const column = (type: ColumnType): Column => ({ type, unit: '1', doc: 'd' });
const nullable = (type: ColumnType): Column => ({ ...column(type), nullable: true });
const columns = {
  at: column('timestamp'),
  value: nullable('double'),
  place: column('symbol'),
  'sensor no': column('long'),
  note: nullable('text'),
  good: column('boolean'),
  'the curve': column('doubles'),
  'checked at': nullable('timestamp'),
  'two words': nullable('symbol'),
};
const everyType = table({ name: 'every_type', doc: 't', timestamp: 'at', key: ['place'], retentionDays: 1, columns });
const name = 'sim-1_every_type';

/** The lines of the official client, which is what QuestDB promises to read. */
const official = (rows: readonly Row[]): Buffer => {
  const buffer = new SenderBufferV2({ protocol: 'http' });
  const write: Readonly<Record<ColumnType, (column: string, cell: Cell) => unknown>> = {
    symbol: (at, cell) => buffer.symbol(at, cell),
    text: (at, cell) => buffer.stringColumn(at, cell as string),
    double: (at, cell) => buffer.floatColumn(at, cell as number),
    long: (at, cell) => buffer.intColumn(at, cell as number),
    boolean: (at, cell) => buffer.booleanColumn(at, cell as boolean),
    timestamp: (at, cell) => buffer.timestampColumn(at, cell as number, 'ms'),
    doubles: (at, cell) => buffer.arrayColumn(at, cell as unknown[]),
  };
  const symbolsFirst = Object.entries(columns).toSorted(
    ([, a], [, b]) => Number(b.type === 'symbol') - Number(a.type === 'symbol'),
  );
  for (const row of rows) {
    buffer.table(name);
    for (const [at, { type }] of symbolsFirst) if (at !== 'at' && row[at] !== null) write[type](at, row[at] as Cell);
    buffer.at(row.at as number, 'ms');
  }
  return buffer.toBufferNew();
};

const own = (rows: readonly Row[]): Buffer => {
  const buffer = lineBuffer(everyType, name);
  for (const row of rows) buffer.add(row);
  return buffer.take();
};

const awkward = ['', ' ', ',', '=', '"', '\\', '\n', '\r', '\t', '\\"', 'a b,c=d', 'é', '日本 😀', '\u0001', '1i', 't'];
const text = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }));
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
// Years 1 to 9999, which in microseconds are far beyond 2^53.
const moment = fc.oneof(
  fc.constantFrom(-62_135_596_800_000, -1, 0, 1, 253_402_300_799_999),
  fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
);
const whole = fc.oneof(
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 9, 10, 99, 2 ** 31, 2 ** 32, 1e15, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const row: fc.Arbitrary<Row> = fc.record({
  at: moment,
  value: optional(double),
  place: text,
  'sensor no': whole,
  note: optional(text),
  good: fc.boolean(),
  'the curve': fc.array(double),
  'checked at': optional(moment),
  'two words': optional(text),
});

test('lines are those of the official client, byte for byte, whatever the rows hold', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
      expect(own(rows).toString('latin1')).toBe(official(rows).toString('latin1'));
    }),
    { numRuns: 500 },
  );
});

const plain: Row = {
  at: 1_772_953_199_999,
  value: 0.1,
  place: 'roof',
  'sensor no': 1,
  note: null,
  good: true,
  'the curve': [],
  'checked at': null,
  'two words': null,
};

test('a buffer grows for what does not fit, and begins anew after its lines were taken or cleared', () => {
  const buffer = lineBuffer(everyType, name);
  const large = { ...plain, note: '😀"'.repeat(100_000), 'the curve': Array.from({ length: 50_000 }, (_, i) => i / 3) };
  expect(buffer.add(large)).toBeGreaterThan(50_000);
  const taken = buffer.take();
  expect(taken.equals(official([large]))).toBe(true);
  expect(buffer.length).toBe(0);
  buffer.add(plain);
  buffer.clear();
  buffer.add({ ...plain, at: 5 });
  expect(buffer.take().equals(official([{ ...plain, at: 5 }]))).toBe(true);
  expect(taken.equals(official([large]))).toBe(true);
});

test('more different symbols than are kept are written all the same', () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ ...plain, at: i, place: `place ${i % 5000}` }));
  expect(own(rows).equals(official(rows))).toBe(true);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvRow } from './csv-row.ts';

test('numbers are what the language makes of the same digits, to the last bit', () => {
  const row = new CsvRow(1);
  const decimal = fc
    .tuple(fc.nat(99_999_999), fc.stringMatching(/^\d{0,7}$/))
    .map(([whole, digits]) => (digits === '' ? `${whole}` : `${whole}.${digits}`));
  fc.assert(
    fc.property(decimal, (text) => {
      row.load(text);
      expect(row.amount(0)).toBe(Number(text));
    }),
    { numRuns: 2_000 },
  );
});

test.each(['', ' ', '.', '.5', '5.', '1.2.3', '-1', '+1', '1e3', '0x10', '1 ', '12345678901234567890', 'NaN'])(
  '"%s" is no amount',
  (text) => {
    const row = new CsvRow(1);
    row.load(text);
    expect(row.amount(0)).toBeNull();
  },
);

test('fields are counted beyond what there is room for, and read up to it', () => {
  const row = new CsvRow(3);
  expect(row.load('a,,7.25')).toBe(3);
  expect([row.text(0), row.text(1), row.amount(2)]).toEqual(['a', '', 7.25]);
  expect(row.load('1,2,3,4,5')).toBe(5);
  expect(row.load('')).toBe(1);
});

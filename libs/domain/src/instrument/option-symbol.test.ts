import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatOsi, type OptionSymbol, parseOsi } from './option-symbol.ts';

const anySymbol: fc.Arbitrary<OptionSymbol> = fc.record({
  root: fc.stringMatching(/^[A-Z][A-Z0-9]{0,5}$/),
  expiry: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  side: fc.constantFrom('call' as const, 'put' as const),
  strike: fc.integer({ min: 1, max: 99_999_999 }).map((thousandths) => thousandths / 1000),
});

describe('reading', () => {
  test.each([
    ['SPXW  250520C05660000', { root: 'SPXW', expiry: '2025-05-20', side: 'call', strike: 5660 }],
    ['AAPL  251219C00200000', { root: 'AAPL', expiry: '2025-12-19', side: 'call', strike: 200 }],
    ['SPXW240105C01200000', { root: 'SPXW', expiry: '2024-01-05', side: 'call', strike: 1200 }],
    ['SPX   240119P04700000', { root: 'SPX', expiry: '2024-01-19', side: 'put', strike: 4700 }],
    ['F261120P00012500', { root: 'F', expiry: '2026-11-20', side: 'put', strike: 12.5 }],
    ['NVDA1 240621C00050625', { root: 'NVDA1', expiry: '2024-06-21', side: 'call', strike: 50.625 }],
    ['2SPX  240229P04700000', { root: '2SPX', expiry: '2024-02-29', side: 'put', strike: 4700 }],
  ])('%s', (text, symbol) => {
    expect(parseOsi(text)).toEqual(symbol);
  });

  test.each([
    ['nothing', ''],
    ['no root', '      250520C05660000'],
    ['no root, compact', '250520C05660000'],
    ['a root of digits', '123   250520C05660000'],
    ['a root of seven', 'SPXWXYZ250520C05660000'],
    ['a lower-case root', 'spxw  250520C05660000'],
    ['a space inside the root', 'SP W  250520C05660000'],
    ['a space before the root', '  SPXW250520C05660000'],
    ['padding to less than six', 'SPX 250520C05660000'],
    ['a 13th month', 'SPXW  251320C05660000'],
    ['a 31st of June', 'SPXW  250631C05660000'],
    ['a 29th of February in a common year', 'SPXW  250229C05660000'],
    ['a day zero', 'SPXW  250500C05660000'],
    ['another letter than C or P', 'SPXW  250520X05660000'],
    ['a strike of zero', 'SPXW  250520C00000000'],
    ['a strike with a point', 'SPXW  250520C05660.00'],
    ['a year that is none', 'SPXW  2x0520C05660000'],
    ['a plain ticker', 'SPY'],
    ['a future’s option', './OZCZ23C565'],
  ])('refuses %s', (_what, text) => {
    expect(parseOsi(text)).toBeNull();
  });

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const symbol = parseOsi(text);
        if (symbol !== null) expect(formatOsi(symbol).replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});

describe('writing', () => {
  test('pads the root to six and the strike to eight', () => {
    expect(formatOsi({ root: 'SPXW', expiry: '2025-05-20', side: 'call', strike: 5660 })).toBe('SPXW  250520C05660000');
    expect(formatOsi({ root: 'F', expiry: '2026-11-20', side: 'put', strike: 12.5 })).toBe('F     261120P00012500');
  });

  test('reads back as it was, padded and compact', () => {
    fc.assert(
      fc.property(anySymbol, (symbol) => {
        const text = formatOsi(symbol);
        expect(text).toHaveLength(21);
        expect(parseOsi(text)).toEqual(symbol);
        expect(parseOsi(text.replaceAll(' ', ''))).toEqual(symbol);
      }),
    );
  });

  const good: OptionSymbol = { root: 'SPXW', expiry: '2025-05-20', side: 'call', strike: 5660 };
  test.each([
    ['a strike of zero', { strike: 0 }],
    ['a negative strike', { strike: -5 }],
    ['a strike of six digits', { strike: 100_000 }],
    ['a strike between thousandths', { strike: 12.3456 }],
    ['a strike that is no number', { strike: Number.NaN }],
    ['no root', { root: '' }],
    ['a root of seven', { root: 'SPXWXYZ' }],
    ['a root with a space', { root: 'SP W' }],
    ['a padded root', { root: 'SPX ' }],
    ['a lower-case root', { root: 'spx' }],
    ['a date that is none', { expiry: '2025-02-30' }],
    ['another century', { expiry: '1999-01-15' }],
    ['another form of date', { expiry: '20250520' }],
  ])('refuses %s', (_what, wrong) => {
    expect(() => formatOsi({ ...good, ...wrong })).toThrow(RangeError);
  });
});

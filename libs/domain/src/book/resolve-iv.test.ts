import { expect, test } from 'vitest';
import { optionField } from '../events/option-updates.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { settlesMs } from '../instrument/settlement.ts';
import { blackScholesPrice } from '../pricing/black-scholes.ts';
import { epochMs } from '../time/epoch-ms.ts';
import { mergeUpdates } from './merge-updates.ts';
import { emptyBook, type OptionBook } from './option-book.ts';
import { ivSources, resolveIv } from './resolve-iv.ts';

const expiry = '2026-12-18';
const years = 30 / 365;
const asOf = epochMs(settlesMs(expiry, 'pm') - years * 365 * 86_400_000);
const spot = 6000;
const symbol = (strike: number, side: 'call' | 'put'): string => formatOsi({ root: 'SPXW', expiry, side, strike });

const give = (
  book: OptionBook,
  name: string,
  origin: 'stream' | 'rest',
  fields: { iv?: number; bid?: number; ask?: number },
  at = asOf,
): void => {
  const mask = (Object.keys(fields) as (keyof typeof fields)[]).reduce((bits, field) => bits | optionField[field], 0);
  const columns = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, Float64Array.of(value)]));
  mergeUpdates(book, { origin, symbols: [name], mask: Uint16Array.of(mask), columns }, at, () => {});
};

const resolved = (book: OptionBook, name: string): { iv: number; source: string } => {
  const iv = new Float64Array(book.length);
  const source = new Uint8Array(book.length);
  resolveIv(book, spot, asOf, { kind: 'zero' }, iv, source);
  const row = book.rowOfSymbol.get(name)!;
  return { iv: iv[row]!, source: source[row] === 0 ? 'none' : ivSources[source[row]! - 1]! };
};

const quoteAt = (strike: number, side: 'call' | 'put', volatility: number, halfSpread: number): { bid: number; ask: number } => {
  const mid = blackScholesPrice({ side, spot, strike, years, rate: 0, dividendYield: 0, volatility });
  return { bid: mid - halfSpread, ask: mid + halfSpread };
};

test("the stream's IV comes before everything", () => {
  const book = emptyBook('SPX');
  const call = symbol(6100, 'call');
  give(book, call, 'rest', { iv: 0.3, ...quoteAt(6100, 'call', 0.2, 0.1) });
  give(book, call, 'stream', { iv: 0.15 });
  expect(resolved(book, call)).toEqual({ iv: 0.15, source: 'stream' });
});

test("an IV that the stream gave long before the chain's gives way to it", () => {
  const book = emptyBook('SPX');
  const call = symbol(6100, 'call');
  give(book, call, 'stream', { iv: 0.15 }, epochMs(asOf - 600_000));
  give(book, call, 'rest', { iv: 0.3 });
  expect(resolved(book, call)).toEqual({ iv: 0.3, source: 'chain' });
});

test("a quote that the stream's IV outranks is solved when the stream falls behind, not before", () => {
  const book = emptyBook('SPX');
  const call = symbol(6100, 'call');
  give(book, call, 'stream', { iv: 0.15, ...quoteAt(6100, 'call', 0.2, 0.1) }, epochMs(asOf - 600_000));
  expect(resolved(book, call)).toEqual({ iv: 0.15, source: 'stream' });
  expect(book.columns.solvedIv[0]).toBeNaN();
  give(book, call, 'rest', { iv: 0.3 });
  expect(resolved(book, call)).toMatchObject({ iv: expect.closeTo(0.2, 9), source: 'solved' });
});

test('an out-of-the-money mid is solved, to the volatility that priced it', () => {
  const book = emptyBook('SPX');
  const call = symbol(6100, 'call');
  give(book, call, 'rest', { iv: 0.3, ...quoteAt(6100, 'call', 0.2, 0.1) });
  const { iv, source } = resolved(book, call);
  expect(source).toBe('solved');
  expect(iv).toBeCloseTo(0.2, 9);
});

test.each([
  ['in the money', 5900, quoteAt(5900, 'call', 0.2, 0.1)],
  ['so wide that it says nothing', 6600, quoteAt(6600, 'call', 0.2, 40)],
  ['one-sided', 6100, { bid: 0, ask: 30 }],
  ['crossed', 6100, { bid: 31, ask: 30 }],
] as const)('a quote that is %s leaves the IV to the chain', (_reason, strike, quote) => {
  const book = emptyBook('SPX');
  const call = symbol(strike, 'call');
  give(book, call, 'rest', { iv: 0.3, ...quote });
  expect(resolved(book, call)).toEqual({ iv: 0.3, source: 'chain' });
});

test("without any of its own a contract takes the other side's, and never a borrowed one", () => {
  const book = emptyBook('SPX');
  give(book, symbol(5900, 'call'), 'rest', { bid: 100 });
  give(book, symbol(5900, 'put'), 'rest', { iv: 0.25 });
  expect(resolved(book, symbol(5900, 'call'))).toEqual({ iv: 0.25, source: 'otherSide' });
});

test('with none on either side there is none', () => {
  const book = emptyBook('SPX');
  give(book, symbol(5900, 'call'), 'rest', { bid: 100 });
  give(book, symbol(5900, 'put'), 'rest', { bid: 1 });
  expect(resolved(book, symbol(5900, 'call')).source).toBe('none');
});

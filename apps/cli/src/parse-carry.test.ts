import { expect, test } from 'vitest';
import { parseCarry, parseFileCarry } from './parse-carry.ts';

test('zero and RATE,YIELD are understood everywhere', () => {
  for (const parse of [parseCarry, parseFileCarry]) {
    expect(parse('zero')).toEqual({ kind: 'zero' });
    expect(parse('0.043,0.0125')).toEqual({ kind: 'flat', rate: 0.043, dividendYield: 0.0125 });
  }
});

test('parity takes its rate and fallback yield, or the stated ones', () => {
  expect(parseFileCarry('parity')).toEqual({ kind: 'parity', rate: 0.043, dividendYield: 0.0125 });
  expect(parseFileCarry('parity:0.05,0.01')).toEqual({ kind: 'parity', rate: 0.05, dividendYield: 0.01 });
});

test.each(['4.3,1.2', '0.04', '0.04,', 'none', '', '0.04,0.01,0'])('"%s" is refused, with what to write', (text) => {
  expect(() => parseCarry(text)).toThrow(/zero.*RATE,YIELD.*0\.043,0\.0125/);
  expect(() => parseFileCarry(`parity:${text}`)).toThrow(/parity:RATE,YIELD.*parity:0\.043,0\.0125/);
});

test('a live start has no parity: it is refused as any other word', () => {
  expect(() => parseCarry('parity')).toThrow(/got "parity"/);
});

import { expect, test } from 'vitest';
import { isAdjustedRoot, isIndex, schwabSymbol, underlyingNamed, underlyingOfRoot, underlyingOfSchwab } from './underlying.ts';

test.each([
  ['SPX', 'SPX'],
  ['SPXW', 'SPX'],
  ['NDXP', 'NDX'],
  ['RUTW', 'RUT'],
  ['VIXW', 'VIX'],
  ['XSP', 'XSP'],
  ['SPY', 'SPY'],
  ['BRKB', 'BRKB'],
  ['NVDA1', 'NVDA'],
  ['2SPX', 'SPX'],
])('the underlying of root %s is %s', (root, underlying) => {
  expect(underlyingOfRoot(root)).toBe(underlying);
});

test('only roots with a digit at an end are adjusted', () => {
  expect(['NVDA1', 'SPX1', '2SPX'].every(isAdjustedRoot)).toBe(true);
  expect(['NVDA', 'SPXW', 'NDXP', 'XSP'].some(isAdjustedRoot)).toBe(false);
});

test.each([
  ['SPX', '$SPX'],
  ['NDX', '$NDX'],
  ['RUT', '$RUT'],
  ['DJX', '$DJX'],
  ['VIX', '$VIX'],
  ['XSP', '$XSP'],
  ['SPY', 'SPY'],
  ['BRKB', 'BRK/B'],
])('the broker calls %s %s, and back', (underlying, symbol) => {
  expect(schwabSymbol(underlying)).toBe(symbol);
  expect(underlyingOfSchwab(symbol)).toBe(underlying);
});

test.each([
  ['spx', 'SPX'],
  ['$SPX', 'SPX'],
  ['^spx', 'SPX'],
  [' SPY ', 'SPY'],
  ['BRK.B', 'BRKB'],
  ['brk/b', 'BRKB'],
  ['BRK-B', 'BRKB'],
  ['BRKB', 'BRKB'],
  ['spxw', 'SPX'],
])('whoever writes %s means %s', (text, underlying) => {
  expect(underlyingNamed(text)).toBe(underlying);
});

test('a future keeps its slash: it stands in front', () => {
  expect(underlyingOfSchwab('/ES')).toBe('/ES');
});

test('an ETF on an index is no index', () => {
  expect(['SPX', 'VIX', 'XSP'].every(isIndex)).toBe(true);
  expect(['SPY', 'QQQ', 'IWM', 'DIA'].some(isIndex)).toBe(false);
});

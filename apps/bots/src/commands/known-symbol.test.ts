import { expect, test } from 'vitest';
import type { Office } from './command.ts';
import { scannedSymbol } from './flow-commands.ts';
import { refuseUnknown } from './known-symbol.ts';

const present = (streamed: readonly string[], scanned: readonly string[]) =>
  ({ symbols: () => streamed, scanner: { symbols: () => scanned } }) as unknown as Office['present'];

test('a symbol that the scanner has not come to is not called unknown', () => {
  const office = { present: present(['SPX'], ['QQQ', 'SPY']) } as Office;
  expect(scannedSymbol(office, '$qqq', 'flow')).toBe('QQQ');
  expect(() => scannedSymbol(office, 'SPX', 'flow')).toThrow(/^The scanner has nothing of SPX yet\.$/);
  expect(() => scannedSymbol(office, 'QQQQ', 'flow')).toThrow('The scanner has nothing of QQQQ yet. Did you mean QQQ?');
  expect(() => scannedSymbol(office, '', 'skew')).toThrow(expect.objectContaining({ next: ['For example: skew QQQ'] }));
});

test('what neither knows is refused, and nothing is while no symbol is known', () => {
  refuseUnknown(present(['SPX'], ['QQQ']), ['SPX', 'QQQ']);
  expect(() => refuseUnknown(present(['SPX'], ['QQQ']), ['SPX', 'NDXX'])).toThrow('Unknown symbol "NDXX".');
  refuseUnknown(present([], []), ['NDX']);
});

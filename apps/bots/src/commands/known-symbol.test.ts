import { expect, test } from 'vitest';
import type { Office } from './command.ts';
import { refuseUnknown } from './known-symbol.ts';
import { scannedSymbol } from './scanned-symbol.ts';

const present = (streamed: readonly string[], scanned: readonly string[], scans: readonly string[] = []) => {
  const runs = () => scans.map((detail) => ({ body: { status: 'completed', detail } }));
  return { symbols: () => streamed, scanner: { symbols: () => scanned, runs } } as unknown as Office['present'];
};

test('a symbol that the scanner has not come to is not called unknown', () => {
  const office = { present: present(['SPX'], ['QQQ', 'SPY']) } as Office;
  expect(scannedSymbol(office, '$qqq', 'flow')).toBe('QQQ');
  expect(() => scannedSymbol(office, 'SPX', 'flow')).toThrow(/^The scanner has nothing of SPX yet\.$/);
  expect(() => scannedSymbol(office, 'QQQQ', 'flow')).toThrow('The scanner has nothing of QQQQ yet. Did you mean QQQ?');
  expect(() => scannedSymbol(office, '', 'skew')).toThrow(expect.objectContaining({ next: ['For example: skew QQQ'] }));
});

test('a symbol that no scan comes to is said to be none of them, and how it would be', () => {
  const office = { present: present(['SPX'], ['QQQ'], ['not scanned: KO (no chain)']) } as Office;
  expect(() => scannedSymbol(office, 'SPX', 'flow')).toThrow(/^SPX is not scanned\.$/);
  expect(() => scannedSymbol(office, 'SPX', 'flow')).toThrow(
    expect.objectContaining({ next: [expect.stringMatching(/adds SPX to its list: --scan or SCANNER_SYMBOLS\.$/)] }),
  );
  expect(() => scannedSymbol(office, 'KO', 'flow')).toThrow(/^The last scan got nothing of KO\./);
});

test('what neither knows is refused, and nothing is while no symbol is known', () => {
  refuseUnknown(present(['SPX'], ['QQQ']), ['SPX', 'QQQ']);
  expect(() => refuseUnknown(present(['SPX'], ['QQQ']), ['SPX', 'NDXX'])).toThrow('Unknown symbol "NDXX".');
  refuseUnknown(present([], []), ['NDX']);
});

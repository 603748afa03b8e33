import { expect, test } from 'vitest';
import { scannerQuery, scannerViewFrom } from './scanner-address.ts';

test.each([
  ['', { symbol: '', theme: 'dark' }],
  ['?symbol=spx', { symbol: 'SPX', theme: 'dark' }],
  ['?symbol=SPX&theme=light', { symbol: 'SPX', theme: 'light' }],
  ['?theme=system', { symbol: '', theme: 'system' }],
  ['?theme=pink', { symbol: '', theme: 'dark' }],
] as const)('the address %j is %j', (query, view) => {
  expect(scannerViewFrom(query)).toEqual(view);
  expect(scannerViewFrom(scannerQuery(view))).toEqual(view);
});

test('defaults stay out of the address', () => {
  expect(scannerQuery({ symbol: '', theme: 'dark' })).toBe('');
  expect(scannerQuery({ symbol: 'BRK.B', theme: 'light' })).toBe('?symbol=BRK.B&theme=light');
});

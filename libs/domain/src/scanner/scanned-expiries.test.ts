import { expect, test } from 'vitest';
import { scannedExpiries } from './scanned-expiries.ts';

test('S-15: today’s and the next four weeklies, whatever else the chain lists', () => {
  const daily = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-23', '2026-11-25'];
  const weekly = ['2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18', '2027-01-15'];
  const listed = [...weekly, ...daily];
  expect(scannedExpiries(listed, '2026-11-17')).toEqual(['2026-11-17', '2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11']);
  expect(scannedExpiries(listed, '2026-11-20')).toEqual(['2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18']);
});

test('S-15: before a Friday that is a holiday the chain lists Thursday, also one that no calendar foresaw', () => {
  expect(scannedExpiries(['2026-04-01', '2026-04-02', '2026-04-10'], '2026-03-31')).toEqual(['2026-04-02', '2026-04-10']);
  expect(scannedExpiries(['2025-01-08', '2025-01-09', '2025-01-17'], '2025-01-06')).toEqual(['2025-01-09', '2025-01-17']);
  expect(scannedExpiries(['2026-11-19', '2026-11-20'], '2026-11-17')).toEqual(['2026-11-20']);
});

test('a chain without weeklies has what it has, and the past is not scanned', () => {
  expect(scannedExpiries(['2026-11-13', '2026-11-18', '2026-12-18'], '2026-11-17')).toEqual(['2026-12-18']);
  expect(scannedExpiries([], '2026-11-17')).toEqual([]);
});

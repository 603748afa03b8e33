import { expect, test } from 'vitest';
import { daysToExpiry, monthlyExpiry, weeklyExpiries } from './expiries.ts';

test('days to expiry are calendar days, 0 on the day and negative after it', () => {
  expect(daysToExpiry('2025-09-05', '2025-09-05')).toBe(0);
  expect(daysToExpiry('2025-09-19', '2025-09-05')).toBe(14);
  expect(daysToExpiry('2025-11-03', '2025-10-31')).toBe(3);
  expect(daysToExpiry('2025-09-04', '2025-09-05')).toBe(-1);
});

test('weeklies fall on Fridays, today’s included', () => {
  expect(weeklyExpiries('2025-09-05', 4)).toEqual(['2025-09-05', '2025-09-12', '2025-09-19', '2025-09-26']);
  expect(weeklyExpiries('2025-09-06', 2)).toEqual(['2025-09-12', '2025-09-19']);
});

test('before a Friday that is a holiday the weekly falls on Thursday, and is over after it', () => {
  expect(weeklyExpiries('2026-03-30', 2)).toEqual(['2026-04-02', '2026-04-10']);
  expect(weeklyExpiries('2026-04-03', 1)).toEqual(['2026-04-10']);
});

test.each([
  [2024, 1, '2024-01-19'],
  [2025, 8, '2025-08-15'],
  [2025, 4, '2025-04-17'],
  [2019, 4, '2019-04-18'],
  [2026, 6, '2026-06-18'],
])('the monthly of %i-%i is %s', (year, month, expiry) => {
  expect(monthlyExpiry(year, month)).toBe(expiry);
});

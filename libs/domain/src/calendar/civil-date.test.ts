import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, weekday } from './civil-date.ts';

test.each([
  ['2024-02-28', 1, '2024-02-29'],
  ['2023-02-28', 1, '2023-03-01'],
  ['2025-12-31', 1, '2026-01-01'],
  ['2025-03-09', -9, '2025-02-28'],
])('%s and %i days is %s', (date, days, later) => {
  expect(addDays(date, days)).toBe(later);
});

test.each([
  ['1970-01-01', 4],
  ['2024-01-07', 0],
  ['2025-09-04', 4],
  ['1969-12-28', 0],
])('%s is weekday %i (0 = Sunday)', (date, day) => {
  expect(weekday(date)).toBe(day);
});

test('adding days and counting them are inverse, and weekdays advance with them', () => {
  const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, fc.integer({ min: 0, max: 5000 }), (from, days) => {
      const start = from.toISOString().slice(0, 10);
      expect(daysBetween(start, addDays(start, days))).toBe(days);
      expect(addDays(addDays(start, days), -days)).toBe(start);
      expect(weekday(addDays(start, days))).toBe((weekday(start) + days) % 7);
    }),
  );
});

describe('text that is no date', () => {
  test.each([
    '',
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-1-01',
    '20250101',
    '2025/01/01',
    '2025-01-01T',
    'abcd-ef-gh',
    '0099-01-01',
  ])('%j is refused', (text) => {
    expect(() => weekday(text)).toThrow(RangeError);
  });
});

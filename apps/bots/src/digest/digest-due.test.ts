import { easternTime, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { digestsDue } from './digest-due.ts';

const wants = { digestAt: '07:45', recap: true };
const at = (date: string, hour: number, minute: number) => epochMs(easternTime(date, hour, minute));
const kinds = (date: string, hour: number, minute: number) => digestsDue(wants, at(date, hour, minute)).map(({ kind }) => kind);

test('at its minute of New York, for half an hour, and not before', () => {
  expect(kinds('2026-11-20', 7, 44)).toEqual([]);
  expect(kinds('2026-11-20', 7, 45)).toEqual(['digest']);
  expect(kinds('2026-11-20', 8, 14)).toEqual(['digest']);
  expect(kinds('2026-11-20', 8, 15)).toEqual([]);
});

test('the recap comes five minutes after the close, on a half day at 13:05', () => {
  expect(kinds('2026-11-20', 16, 4)).toEqual([]);
  expect(kinds('2026-11-20', 16, 5)).toEqual(['recap']);
  expect(kinds('2026-11-27', 13, 5)).toEqual(['recap']);
  expect(kinds('2026-11-27', 16, 5)).toEqual([]);
});

test('no trading day, no digest: Thanksgiving, a Saturday', () => {
  expect(kinds('2026-11-26', 7, 45)).toEqual([]);
  expect(kinds('2026-11-21', 7, 45)).toEqual([]);
});

test('8.9: the clock change moves it with the clock of New York', () => {
  // 2026-03-09 is the Monday after the clocks went forward: 07:45 is 11:45 UTC, on Friday it was 12:45.
  expect(at('2026-03-09', 7, 45)).toBe(Date.parse('2026-03-09T11:45:00Z'));
  expect(digestsDue(wants, epochMs(Date.parse('2026-03-06T12:45:00Z')))).toEqual([{ kind: 'digest', date: '2026-03-06' }]);
  expect(digestsDue(wants, epochMs(Date.parse('2026-03-09T11:45:00Z')))).toEqual([{ kind: 'digest', date: '2026-03-09' }]);
  expect(digestsDue(wants, epochMs(Date.parse('2026-03-06T11:45:00Z')))).toEqual([]);
});

test('who wants none gets none', () => {
  expect(digestsDue({ digestAt: null, recap: false }, at('2026-11-20', 7, 45))).toEqual([]);
  expect(digestsDue({ digestAt: null, recap: false }, at('2026-11-20', 16, 5))).toEqual([]);
});

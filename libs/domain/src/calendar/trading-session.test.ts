import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import { easternDate } from './eastern-time.ts';
import { isOpen, nextSession, previousSession, sessionAt, sessionDate, sessionOn, tradingDayStart } from './trading-session.ts';

const at = (iso: string): EpochMs => epochMs(Date.parse(iso));

test('a regular day runs from 09:30 to 16:00 New York', () => {
  expect(sessionOn('2025-09-04')).toEqual({
    date: '2025-09-04',
    openMs: at('2025-09-04T13:30:00Z'),
    closeMs: at('2025-09-04T20:00:00Z'),
    halfDay: false,
  });
});

test('a half day ends at 13:00', () => {
  expect(sessionOn('2025-11-28')).toEqual({
    date: '2025-11-28',
    openMs: at('2025-11-28T14:30:00Z'),
    closeMs: at('2025-11-28T18:00:00Z'),
    halfDay: true,
  });
});

test.each(['2025-09-06', '2025-09-07', '2025-09-01'])('there is no session on %s', (date) => {
  expect(sessionOn(date)).toBeNull();
});

test('the session includes its open and excludes its close', () => {
  const { openMs, closeMs } = nextSession(at('2025-09-04T12:00:00Z'));
  expect([openMs - 1, openMs, closeMs - 1, closeMs].map((ms) => isOpen(epochMs(ms)))).toEqual([false, true, true, false]);
  expect(sessionAt(openMs)?.date).toBe('2025-09-04');
});

describe('the next session', () => {
  test.each([
    ['before the open', '2025-09-04T12:00:00Z', '2025-09-04'],
    ['while it runs', '2025-09-04T15:00:00Z', '2025-09-04'],
    ['at the close', '2025-09-04T20:00:00Z', '2025-09-05'],
    ['over a long weekend', '2025-08-29T20:00:00Z', '2025-09-02'],
    ['after a half day’s close', '2025-11-28T18:00:00Z', '2025-12-01'],
    ['on Sunday evening', '2024-01-07T23:00:00Z', '2024-01-08'],
  ])('%s', (_when, moment, date) => {
    expect(nextSession(at(moment)).date).toBe(date);
  });
});

test.each([
  ['2025-09-04', '2025-09-03'],
  ['2025-09-02', '2025-08-29'],
  ['2025-01-10', '2025-01-08'],
])('before %s the last session was %s', (date, previous) => {
  expect(previousSession(date).date).toBe(previous);
});

describe('the trading date a moment belongs to', () => {
  test.each([
    ['the middle of the session', '2025-09-04T15:00:00Z', '2025-09-04'],
    ['an hour before midnight in New York', '2025-09-05T03:00:00Z', '2025-09-04'],
    ['after midnight in New York', '2025-09-05T04:00:00Z', '2025-09-05'],
    ['Saturday', '2025-09-06T15:00:00Z', '2025-09-08'],
    ['Labor Day', '2025-09-01T15:00:00Z', '2025-09-02'],
  ])('%s', (_when, moment, date) => {
    expect(sessionDate(at(moment))).toBe(date);
  });
});

test('whatever the moment, the next session closes after it and the one before that does not', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2018, 0, 2), max: Date.UTC(2035, 0, 1) }), (ms) => {
      const moment = epochMs(ms);
      const next = nextSession(moment);
      expect(next.closeMs).toBeGreaterThan(ms);
      expect(previousSession(next.date).closeMs).toBeLessThanOrEqual(ms);
      expect(isOpen(moment)).toBe(ms >= next.openMs);
      expect(sessionDate(moment) >= easternDate(moment)).toBe(true);
      expect(sessionOn(sessionDate(moment))).not.toBeNull();
    }),
  );
});

test.each([
  ['before the open', '2025-09-04T12:00:00Z', '2025-09-04T04:00:00Z'],
  ['in the evening', '2025-09-05T03:00:00Z', '2025-09-04T04:00:00Z'],
  ['on Sunday', '2025-09-07T15:00:00Z', '2025-09-05T04:00:00Z'],
  ['on a holiday after a weekend', '2025-09-01T15:00:00Z', '2025-08-29T04:00:00Z'],
])('%s the newest trading day that has begun is %s: since %s', (_when, moment, midnight) => {
  expect(tradingDayStart(at(moment))).toBe(at(midnight));
});

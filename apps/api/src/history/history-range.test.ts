import { epochMs } from '@gexstream/domain/time';
import { describe, expect, test } from 'vitest';
import { openMs } from '../events.fixture.ts';
import { ProblemError } from '../server/problem.ts';
import { type HistoryQuery, historyRange } from './history-range.ts';
import { stretches } from './intervals.ts';

const iso = (at: number): string => new Date(at).toISOString();
const rangeOf = (query: HistoryQuery, now = openMs) => {
  const { interval, from, to } = historyRange(query, now);
  return [interval, iso(from), iso(to)];
};
const problemOf = (query: HistoryQuery): ProblemError => {
  try {
    historyRange(query, openMs);
  } catch (error) {
    if (error instanceof ProblemError) return error;
  }
  throw new Error('expected a problem');
};

describe('the range of a history', () => {
  test('takes ISO 8601, dates and epoch ms, and begins where an interval does', () => {
    expect(rangeOf({ interval: '5m', from: '2026-11-20T09:33:10-05:00', to: '2026-11-20T15:00:00Z' })).toEqual([
      '5m',
      '2026-11-20T14:30:00.000Z',
      '2026-11-20T15:00:00.000Z',
    ]);
    expect(rangeOf({ from: String(openMs - 60_000), to: String(openMs) })).toEqual([
      '1m',
      '2026-11-20T15:29:00.000Z',
      '2026-11-20T15:30:00.000Z',
    ]);
    expect(rangeOf({ interval: '1d', from: '2026-11-18', to: '2026-11-20' })).toEqual([
      '1d',
      '2026-11-18T05:00:00.000Z',
      '2026-11-20T05:00:00.000Z',
    ]);
  });

  test('reads a plus that the query turned into a space', () => {
    expect(rangeOf({ from: '2026-11-20T15:00:00 00:00', to: '2026-11-20T16:00:00Z' })[1]).toBe('2026-11-20T15:00:00.000Z');
  });

  test('is the last 24 hours until now, now included, when nothing is asked', () => {
    expect(rangeOf({})).toEqual(['1m', '2026-11-19T15:30:00.000Z', '2026-11-20T15:30:00.001Z']);
  });

  test('reaches back to the last session’s day over a weekend', () => {
    const sunday = epochMs(Date.UTC(2026, 10, 22, 20, 0));
    expect(rangeOf({ interval: '5m' }, sunday)[1]).toBe('2026-11-20T05:00:00.000Z');
  });

  test('of days is 90 of them', () => {
    expect(rangeOf({ interval: '1d' })[1]).toBe('2026-08-22T04:00:00.000Z');
  });

  test.each<[string, HistoryQuery, string, RegExp]>([
    ['a word', { from: 'yesterday' }, 'from', /ISO 8601/],
    ['a time without a zone', { to: '2026-11-20T10:00:00' }, 'to', /zone/],
    ['a day that does not exist', { from: '2026-02-30' }, 'from', /ISO 8601/],
    ['seconds in place of milliseconds', { from: '1763652600' }, 'from', /milliseconds/],
    ['an empty range', { from: '2026-11-20T10:00:00Z', to: '2026-11-20T10:00:00Z' }, 'from', /empty/],
    ['an end before everything', { to: '1980-01-01' }, 'to', /ISO 8601/],
    [
      'too many points, the hour that November repeats among them',
      { interval: '1m', from: '2026-11-01', to: '2026-11-20' },
      'from',
      /27420 intervals.*at most 20160/,
    ],
  ])('names the field for %s', (_case, query, field, message) => {
    const problem = problemOf(query);
    expect(problem.statusCode).toBe(400);
    expect(problem.errors).toEqual([{ field, message: expect.stringMatching(message) }]);
  });

  test('takes two weeks of minutes and not one more', () => {
    const to = openMs;
    expect(rangeOf({ interval: '1m', from: '2026-11-20', to: '2026-11-24' })[0]).toBe('1m');
    expect(rangeOf({ from: String(to - 20_160 * 60_000), to: String(to) })[0]).toBe('1m');
    expect(problemOf({ from: String(to - 20_161 * 60_000), to: String(to) }).errors[0]?.field).toBe('from');
  });
});

describe('days', () => {
  test('begin at New York’s midnight on both sides of a change of clocks', () => {
    const from = epochMs(Date.UTC(2026, 9, 30, 4));
    const to = epochMs(Date.UTC(2026, 10, 3, 5));
    expect(stretches('1d', from, to).map((part) => [iso(part.from), iso(part.to), part.intervalMs / 3_600_000])).toEqual([
      ['2026-10-30T04:00:00.000Z', '2026-11-01T04:00:00.000Z', 24],
      ['2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z', 25],
      ['2026-11-02T05:00:00.000Z', '2026-11-03T05:00:00.000Z', 24],
    ]);
  });

  test('each begin a whole number of intervals after their offset', () => {
    const from = epochMs(Date.UTC(2026, 0, 5, 5));
    for (const { from: start, intervalMs, offsetMs } of stretches('1d', from, epochMs(Date.UTC(2027, 0, 5, 5)))) {
      expect((start - offsetMs) % intervalMs).toBe(0);
    }
  });

  test('the last stretch ends where the range does', () => {
    const from = epochMs(Date.UTC(2026, 10, 18, 5));
    expect(stretches('1d', from, openMs).at(-1)?.to).toBe(openMs);
  });
});

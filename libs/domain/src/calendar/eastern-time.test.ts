import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import { easternClock, easternDate, easternOffsetMs, easternTime } from './eastern-time.ts';

const at = (iso: string): EpochMs => epochMs(Date.parse(iso));
const iso = (ms: EpochMs): string => new Date(ms).toISOString();
const hours = (ms: number): number => ms / 3_600_000;

/** The platform's time zone tables, as an independent answer. */
const wallClock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

const wallParts = (ms: number): Record<string, string> =>
  Object.fromEntries(wallClock.formatToParts(ms).map(({ type, value }) => [type, value]));

/** The moments of a year from which on our offset differs. */
const offsetChanges = (year: number): number[] => {
  const changes: number[] = [];
  for (let hour = Date.UTC(year, 0, 1); hour < Date.UTC(year + 1, 0, 1); hour += 3_600_000) {
    if (easternOffsetMs(epochMs(hour - 1)) !== easternOffsetMs(epochMs(hour))) changes.push(hour);
  }
  return changes;
};

const anyMoment = fc.integer({ min: Date.UTC(2007, 2, 2), max: Date.UTC(2040, 11, 31) });

describe('against the platform’s time zone tables, 2007 to 2040', () => {
  test('the wall clock is the same at any moment', () => {
    fc.assert(
      fc.property(anyMoment, (ms) => {
        const parts = wallParts(ms);
        expect(easternClock(epochMs(ms))).toEqual({
          date: `${parts.year}-${parts.month}-${parts.day}`,
          hour: Number(parts.hour),
          minute: Number(parts.minute),
          second: Number(parts.second),
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('the wall jumps from 01:59:59 to 03:00 and from 01:59:59 to 01:00, at our moments, each year', () => {
    const wallHour = (ms: number): number => Number(wallParts(ms).hour);
    for (let year = 2007; year <= 2040; year++) {
      const jumps = offsetChanges(year).map((ms) => [wallHour(ms - 1), wallHour(ms)]);
      expect([year, ...jumps]).toEqual([year, [1, 3], [1, 1]]);
    }
  });

  test('a wall time leads back to the moment it was read at, but in the hour that November repeats', () => {
    fc.assert(
      fc.property(anyMoment, (ms) => {
        const minute = epochMs(ms - (ms % 60_000));
        const wall = easternClock(minute);
        const back = easternTime(wall.date, wall.hour, wall.minute);
        expect([0, -3_600_000]).toContain(back - minute);
        expect(easternClock(back)).toEqual(wall);
      }),
    );
  });
});

describe('where summer time begins and ends', () => {
  test.each([
    ['2025-03-09T06:59:59.999Z', -5],
    ['2025-03-09T07:00:00.000Z', -4],
    ['2025-11-02T05:59:59.999Z', -4],
    ['2025-11-02T06:00:00.000Z', -5],
    ['2026-03-08T07:00:00.000Z', -4],
    ['2026-11-01T06:00:00.000Z', -5],
  ])('at %s New York is UTC%i', (moment, offset) => {
    expect(hours(easternOffsetMs(at(moment)))).toBe(offset);
  });

  test('the hour that November repeats is taken the first time', () => {
    expect(iso(easternTime('2025-11-02', 1, 30))).toBe('2025-11-02T05:30:00.000Z');
  });

  test('the hour that March leaves out is read as the one after it', () => {
    expect(iso(easternTime('2025-03-09', 2, 30))).toBe('2025-03-09T07:30:00.000Z');
    expect(easternClock(easternTime('2025-03-09', 2, 30))).toEqual({ date: '2025-03-09', hour: 3, minute: 30, second: 0 });
  });
});

test('the date is New York’s, not UTC’s', () => {
  expect(easternDate(at('2025-09-05T03:59:59.999Z'))).toBe('2025-09-04');
  expect(easternDate(at('2025-09-05T04:00:00.000Z'))).toBe('2025-09-05');
  expect(easternDate(at('2025-01-01T04:59:59.999Z'))).toBe('2024-12-31');
});

test('the opening bell in winter and in summer', () => {
  expect(iso(easternTime('2024-01-08', 9, 30))).toBe('2024-01-08T14:30:00.000Z');
  expect(iso(easternTime('2025-09-04', 9, 30))).toBe('2025-09-04T13:30:00.000Z');
});

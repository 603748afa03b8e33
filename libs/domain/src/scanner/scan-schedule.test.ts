import { expect, test } from 'vitest';
import { addDays } from '../calendar/civil-date.ts';
import { easternClock, easternTime } from '../calendar/eastern-time.ts';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import { nextScan, scanDue, scanIdOf, scanTimes } from './scan-schedule.ts';

const wall = (at: EpochMs): string => {
  const { hour, minute } = easternClock(at);
  return `${hour}:${String(minute).padStart(2, '0')}`;
};

test('S-12: 26 times from 09:45 to 16:00, by New York’s clock in winter and in summer', () => {
  for (const date of ['2026-01-14', '2026-07-14', '2026-03-09', '2026-11-02']) {
    const times = scanTimes(date).map(wall);
    expect(times).toHaveLength(26);
    expect([times[0], times[1], times[25]]).toEqual(['9:45', '10:00', '16:00']);
  }
});

test('S-12: half days end at 13:00 with 14 scans; weekends and holidays have none', () => {
  expect(scanTimes('2026-11-27').map(wall).at(-1)).toBe('13:00');
  expect(scanTimes('2026-11-27')).toHaveLength(14);
  for (const closed of ['2026-11-26', '2026-04-03', '2026-11-21']) expect(scanTimes(closed)).toEqual([]);
});

test('S-12: a clock that walks a whole year in small steps meets every scan once and no other moment', () => {
  const step = 7 * 60_000;
  const [from, to] = [easternTime('2026-01-01', 0, 0), easternTime('2027-01-01', 0, 0)];
  const met: EpochMs[] = [];
  for (let at: number = from; at < to; at += step) {
    const due = scanDue(epochMs(at), epochMs(at + step));
    if (due !== null) met.push(due);
  }
  const expected: EpochMs[] = [];
  for (let date = '2026-01-01'; date < '2027-01-01'; date = addDays(date, 1)) expected.push(...scanTimes(date));
  expect(met).toEqual(expected);
  // 251 trading days, two of them half (the day after Thanksgiving, December 24).
  expect(met).toHaveLength(249 * 26 + 2 * 14);
});

test('of a long silence only the newest scan is due; the identifier is New York’s date and time', () => {
  expect(scanDue(easternTime('2026-11-20', 9, 0), easternTime('2026-11-20', 11, 7))).toBe(easternTime('2026-11-20', 11, 0));
  expect(scanDue(easternTime('2026-11-20', 16, 0), easternTime('2026-11-23', 9, 44))).toBeNull();
  expect(scanIdOf(easternTime('2026-11-20', 9, 45))).toBe('20261120-0945');
});

test('S-12: the next scan is the first after the moment, over nights, holidays and weekends', () => {
  const next = (date: string, hour: number, minute: number) => scanIdOf(nextScan(easternTime(date, hour, minute)));
  expect(next('2026-11-25', 10, 7)).toBe('20261125-1015');
  expect(next('2026-11-25', 10, 15)).toBe('20261125-1030');
  expect(next('2026-11-25', 16, 0)).toBe('20261127-0945');
  expect(next('2026-11-27', 13, 0)).toBe('20261130-0945');
});

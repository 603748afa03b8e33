import { describe, expect, test } from 'vitest';
import { addDays } from './civil-date.ts';
import { isHalfDay, isHoliday } from './nyse-holidays.ts';

/** As published by the exchange (holidays and early closings calendars of 2020-12-28, 2022-12, 2024-11-08 and 2025-12-23). */
const published: Readonly<Record<number, { closed: string; half: string }>> = {
  2018: {
    closed: '01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25',
    half: '07-03 11-23 12-24',
  },
  2019: { closed: '01-01 01-21 02-18 04-19 05-27 07-04 09-02 11-28 12-25', half: '07-03 11-29 12-24' },
  2020: { closed: '01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25', half: '11-27 12-24' },
  2021: { closed: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24', half: '11-26' },
  2022: { closed: '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26', half: '11-25' },
  2023: { closed: '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25', half: '07-03 11-24' },
  2024: { closed: '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25', half: '07-03 11-29 12-24' },
  2025: { closed: '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25', half: '07-03 11-28 12-24' },
  2026: { closed: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25', half: '11-27 12-24' },
  2027: { closed: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24', half: '11-26' },
  2028: { closed: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25', half: '07-03 11-24' },
};

const daysOf = (year: number): string[] => {
  const days: string[] = [];
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) days.push(day);
  return days;
};

describe.each(Object.entries(published))('%s', (year, { closed, half }) => {
  const dated = (list: string): string[] => list.split(' ').map((day) => `${year}-${day}`);

  test('is closed on the published holidays and on no other weekday', () => {
    expect(daysOf(Number(year)).filter(isHoliday)).toEqual(dated(closed));
  });

  test('closes at 13:00 on the published half days and on no other', () => {
    expect(daysOf(Number(year)).filter(isHalfDay)).toEqual(dated(half));
  });
});

test('New Year’s Day on a Saturday takes no Friday: the books of the year close', () => {
  expect(isHoliday('2021-12-31')).toBe(false);
  expect(isHoliday('2027-12-31')).toBe(false);
});

test('Juneteenth is no holiday before 2022', () => {
  expect(isHoliday('2020-06-19')).toBe(false);
});

test('Hurricane Sandy closed two days', () => {
  expect(['2012-10-28', '2012-10-29', '2012-10-30', '2012-10-31'].map(isHoliday)).toEqual([false, true, true, false]);
});

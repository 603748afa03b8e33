import { dayNumber, weekdayOfDay } from './civil-date.ts';

const [monday, thursday, friday] = [1, 4, 5];

/** Closures no rule foresees: mourning days and Hurricane Sandy. A new one is added when the exchange announces it. */
const specialClosures: ReadonlySet<string> = new Set(['2007-01-02', '2012-10-29', '2012-10-30', '2018-12-05', '2025-01-09']);

/**
 * The New York Stock Exchange stays closed on this weekday, by its rules since 2007. False on Saturdays and Sundays, which are no
 * holidays but no trading days either.
 */
export const isHoliday = (date: string): boolean => {
  const { day, year, month, dayOfMonth, dayOfWeek } = parts(date);
  if (dayOfWeek < monday || dayOfWeek > friday) return false;
  if (specialClosures.has(date)) return true;
  const observed = (holiday: number): boolean =>
    dayOfMonth === holiday ||
    (dayOfMonth === holiday - 1 && dayOfWeek === friday) ||
    (dayOfMonth === holiday + 1 && dayOfWeek === monday);
  switch (month) {
    case 1: // New Year's Day has no Friday before it to be observed on: December 31 closes the books. Martin Luther King Jr. Day.
      return observed(1) || isNth(3, monday, dayOfMonth, dayOfWeek);
    case 2: // Presidents' Day
      return isNth(3, monday, dayOfMonth, dayOfWeek);
    case 3:
    case 4: // Good Friday
      return dayOfWeek === friday && day === easterSunday(year) - 2;
    case 5: // Memorial Day, the last Monday
      return dayOfWeek === monday && dayOfMonth >= 25;
    case 6: // Juneteenth
      return year >= 2022 && observed(19);
    case 7: // Independence Day
      return observed(4);
    case 9: // Labor Day
      return isNth(1, monday, dayOfMonth, dayOfWeek);
    case 11: // Thanksgiving
      return isNth(4, thursday, dayOfMonth, dayOfWeek);
    case 12: // Christmas
      return observed(25);
    default:
      return false;
  }
};

/**
 * The exchange closes at 13:00: on the Friday after Thanksgiving, and on July 3 and December 24 when they fall on Monday to
 * Thursday (on a Friday they are the observed holiday itself).
 */
export const isHalfDay = (date: string): boolean => {
  const { month, dayOfMonth, dayOfWeek } = parts(date);
  if (month === 11) return dayOfWeek === friday && dayOfMonth >= 23 && dayOfMonth <= 29;
  if (dayOfWeek < monday || dayOfWeek > thursday) return false;
  return (month === 7 && dayOfMonth === 3) || (month === 12 && dayOfMonth === 24);
};

const parts = (date: string) => {
  const day = dayNumber(date);
  return {
    day,
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    dayOfMonth: Number(date.slice(8, 10)),
    dayOfWeek: weekdayOfDay(day),
  };
};

const isNth = (nth: number, wanted: number, dayOfMonth: number, dayOfWeek: number): boolean =>
  dayOfWeek === wanted && Math.ceil(dayOfMonth / 7) === nth;

/** Day number of Easter Sunday, by the anonymous Gregorian computus (Meeus, Jones, Butcher); letters as published. */
const easterSunday = (year: number): number => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const dayOfMonth = ((h + l - 7 * m + 114) % 31) + 1;
  return Date.UTC(year, month - 1, dayOfMonth) / 86_400_000;
};

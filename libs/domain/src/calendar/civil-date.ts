const dayMs = 86_400_000;

/** Days since 1970-01-01 of a civil date `YYYY-MM-DD`. Throws a RangeError for text that is no date. */
export const dayNumber = (date: string): number => {
  const year = digits(date, 0, 4);
  const month = digits(date, 5, 2);
  const day = digits(date, 8, 2);
  const ms = isDateShaped(date) ? Date.UTC(year, month - 1, day) : Number.NaN;
  // The platform rolls February 30 over into March, and years below 100 into the 1900s.
  const read = new Date(ms);
  if (!(read.getUTCDate() === day && read.getUTCMonth() === month - 1 && read.getUTCFullYear() === year)) {
    throw new RangeError(`Expected a civil date as YYYY-MM-DD, got "${date}"`);
  }
  return ms / dayMs;
};

/** The civil date of a day number. */
export const dateOfDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** The date `days` later (earlier when negative). */
export const addDays = (date: string, days: number): string => dateOfDay(dayNumber(date) + days);

/** Calendar days from one date to another; negative when `to` is the earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** 0 = Sunday … 6 = Saturday. */
export const weekday = (date: string): number => weekdayOfDay(dayNumber(date));

/** The weekday of a day number. 1970-01-01 was a Thursday. */
export const weekdayOfDay = (day: number): number => (((day + 4) % 7) + 7) % 7;

const isDateShaped = (text: string): boolean =>
  text.length === 10 && text.charCodeAt(4) === hyphen && text.charCodeAt(7) === hyphen;

/** NaN when one of them is no digit. */
const digits = (text: string, from: number, count: number): number => {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - digit0;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
};

const hyphen = 0x2d;
const digit0 = 0x30;

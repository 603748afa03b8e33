import { addDays, daysBetween, weekday } from './civil-date.ts';
import { isTradingDay, previousSession } from './trading-session.ts';

const friday = 5;

/** Calendar days until an expiry, 0 on the day itself, negative after it. Both dates as `YYYY-MM-DD` in New York. */
export const daysToExpiry = (expiry: string, onDate: string): number => daysBetween(onDate, expiry);

/** The next weekly expiries, a date that is one included: each Friday, or the trading day before a Friday that is a holiday. */
export const weeklyExpiries = (onDate: string, count: number): readonly string[] => {
  const expiries: string[] = [];
  for (let day = fridayFrom(onDate); expiries.length < count; day = addDays(day, 7)) {
    const expiry = lastTradingDayUpTo(day);
    if (expiry >= onDate) expiries.push(expiry);
  }
  return expiries;
};

/** The monthly expiry: the third Friday of a month (1 = January), or the trading day before it when that is a holiday. */
export const monthlyExpiry = (year: number, month: number): string => {
  const first = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
  return lastTradingDayUpTo(addDays(fridayFrom(first), 14));
};

const fridayFrom = (date: string): string => addDays(date, (friday - weekday(date) + 7) % 7);

const lastTradingDayUpTo = (date: string): string => (isTradingDay(date) ? date : previousSession(date).date);

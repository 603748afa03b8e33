import type { EpochMs } from '../time/epoch-ms.ts';
import { addDays, weekday } from './civil-date.ts';
import { easternDate, easternTime } from './eastern-time.ts';
import { isHalfDay, isHoliday } from './nyse-holidays.ts';

/** Regular trading hours of one day in New York: from the open inclusive to the close exclusive. */
export interface TradingSession {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 09:30. */
  readonly openMs: EpochMs;
  /** 16:00, on half days 13:00. */
  readonly closeMs: EpochMs;
  readonly halfDay: boolean;
}

export const isTradingDay = (date: string): boolean => {
  const day = weekday(date);
  return day !== 0 && day !== 6 && !isHoliday(date);
};

/** The session of a date; null when the exchange stays closed. */
export const sessionOn = (date: string): TradingSession | null => (isTradingDay(date) ? sessionOf(date) : null);

/** What was asked for last: moments come close together, and the calendar's rules cost a microsecond each time. */
let newest: TradingSession | null = null;

/** The session under way at a moment, or null. */
export const sessionAt = (at: EpochMs): TradingSession | null => {
  if (newest !== null && isWithin(newest, at)) return newest;
  const session = sessionOn(easternDate(at));
  if (session === null || !isWithin(session, at)) return null;
  newest = session;
  return session;
};

const isWithin = ({ openMs, closeMs }: TradingSession, at: EpochMs): boolean => at >= openMs && at < closeMs;

export const isOpen = (at: EpochMs): boolean => sessionAt(at) !== null;

/** The first session that closes after a moment: the one under way, or the next to come. */
export const nextSession = (at: EpochMs): TradingSession => {
  const session = sessionOf(nearestTradingDay(easternDate(at), 1));
  return at < session.closeMs ? session : sessionOf(nearestTradingDay(addDays(session.date, 1), 1));
};

/** The last session before a date, that date's own not counted. */
export const previousSession = (date: string): TradingSession => sessionOf(nearestTradingDay(addDays(date, -1), -1));

/** The trading date a moment belongs to: New York's date if the exchange trades then, else the next date it does. */
export const sessionDate = (at: EpochMs): string => {
  const date = easternDate(at);
  if (date !== newestDate.civil) newestDate = { civil: date, trading: nearestTradingDay(date, 1) };
  return newestDate.trading;
};

/** What was asked for last. */
let newestDate = { civil: '', trading: '' };

/**
 * New York's midnight before the newest trading day that has begun: today where the exchange trades, else the last day it did. What was traded
 * earlier is no part of that day's volume.
 */
export const tradingDayStart = (at: EpochMs): EpochMs => {
  const today = easternDate(at);
  return easternTime(isTradingDay(today) ? today : previousSession(today).date, 0, 0);
};

const sessionOf = (date: string): TradingSession => {
  const halfDay = isHalfDay(date);
  return { date, openMs: easternTime(date, 9, 30), closeMs: easternTime(date, halfDay ? 13 : 16, 0), halfDay };
};

const nearestTradingDay = (date: string, stepDays: 1 | -1): string => {
  let day = date;
  // Weekend, holiday and a special closure in a row stay below this; more says the calendar's rules are broken.
  for (let tried = 0; tried < 10; tried++) {
    if (isTradingDay(day)) return day;
    day = addDays(day, stepDays);
  }
  throw new RangeError(`No trading day within 10 days of ${date}; check the holiday rules`);
};

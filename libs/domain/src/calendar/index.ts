export { addDays, daysBetween, weekday } from './civil-date.ts';
export { type EasternClock, easternClock, easternDate, easternOffsetMs, easternTime } from './eastern-time.ts';
export { daysToExpiry, monthlyExpiry, weeklyExpiries } from './expiries.ts';
export { delayedAgeMsMax, type Freshness, freshnessOf, liveAgeMsMax } from './freshness.ts';
export { isHalfDay, isHoliday } from './nyse-holidays.ts';
export {
  isOpen,
  isTradingDay,
  nextSession,
  previousSession,
  sessionAt,
  sessionDate,
  sessionOn,
  type TradingSession,
  tradingDayStart,
} from './trading-session.ts';

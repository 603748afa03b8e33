import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import { dateOfDay, dayNumber, weekdayOfDay } from './civil-date.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const standardOffsetMs = -5 * hourMs;
const daylightOffsetMs = -4 * hourMs;

/** A moment as the clock on a New York wall shows it. */
export interface EasternClock {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * New York's wall clock minus UTC, in ms: −5 h in winter, −4 h in summer. The US rule in force since 2007, applied to every year:
 * summer begins at 02:00 on the second Sunday of March and ends at 02:00 on the first Sunday of November.
 */
export const easternOffsetMs = (at: EpochMs): number => {
  const year = new Date(at).getUTCFullYear();
  return at >= summerStartMs(year) && at < summerEndMs(year) ? daylightOffsetMs : standardOffsetMs;
};

/** What was asked for last: moments come close together, and within an hour of UTC neither date nor offset changes in New York. */
let newest = { hour: Number.NaN, date: '' };

/** New York's date of a moment, `YYYY-MM-DD`. */
export const easternDate = (at: EpochMs): string => {
  const hour = Math.floor(at / hourMs);
  if (hour !== newest.hour) newest = { hour, date: dateOfDay(Math.floor((at + easternOffsetMs(at)) / dayMs)) };
  return newest.date;
};

export const easternClock = (at: EpochMs): EasternClock => {
  const wallMs = at + easternOffsetMs(at);
  const day = Math.floor(wallMs / dayMs);
  const second = Math.floor((wallMs - day * dayMs) / 1000);
  return {
    date: dateOfDay(day),
    hour: Math.floor(second / 3600),
    minute: Math.floor(second / 60) % 60,
    second: second % 60,
  };
};

/**
 * The moment a New York wall shows `hour:minute` on a date. The hour that November repeats is taken the first time; the hour that
 * March leaves out is read as the one after it.
 */
export const easternTime = (date: string, hour: number, minute: number): EpochMs => {
  const wallMs = dayNumber(date) * dayMs + hour * hourMs + minute * 60_000;
  const ifSummer = epochMs(wallMs - daylightOffsetMs);
  return easternOffsetMs(ifSummer) === daylightOffsetMs ? ifSummer : epochMs(wallMs - standardOffsetMs);
};

/** 02:00 in winter time is 07:00 UTC. */
const summerStartMs = (year: number): number => nthSunday(year, 2, 2) * dayMs + 7 * hourMs;

/** 02:00 in summer time is 06:00 UTC. */
const summerEndMs = (year: number): number => nthSunday(year, 10, 1) * dayMs + 6 * hourMs;

/** Day number of the nth Sunday of a month (0 = January). */
const nthSunday = (year: number, month: number, nth: number): number => {
  const first = Date.UTC(year, month, 1) / dayMs;
  return first + ((7 - weekdayOfDay(first)) % 7) + 7 * (nth - 1);
};

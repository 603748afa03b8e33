import { addDays } from '../calendar/civil-date.ts';
import { easternClock, easternDate } from '../calendar/eastern-time.ts';
import { sessionOn } from '../calendar/trading-session.ts';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';

export const scanEveryMs = 15 * 60_000;

/** When a trading day is scanned: 09:45 New York to the close, every 15 minutes, both ends included: 26 times, 14 on a half day. None on other days. */
export const scanTimes = (date: string): readonly EpochMs[] => {
  const session = sessionOn(date);
  if (session === null) return [];
  const times: EpochMs[] = [];
  for (let at: number = session.openMs + scanEveryMs; at <= session.closeMs; at += scanEveryMs) times.push(epochMs(at));
  return times;
};

/** The first scan after a moment. */
export const nextScan = (now: EpochMs): EpochMs => {
  for (let date = easternDate(now); ; date = addDays(date, 1)) {
    const next = scanTimes(date).find((at) => at > now);
    if (next !== undefined) return next;
  }
};

/** The newest time of a scan in (from, to], or null. */
export const scanDue = (from: EpochMs, to: EpochMs): EpochMs | null => {
  // Scans fall on whole quarters of an hour, so does this.
  const quarter = epochMs(Math.floor(to / scanEveryMs) * scanEveryMs);
  if (quarter <= from) return null;
  const session = sessionOn(easternDate(quarter));
  return session !== null && quarter > session.openMs && quarter <= session.closeMs ? quarter : null;
};

/** `20261120-0945`: New York's date and time of the scan. */
export const scanIdOf = (at: EpochMs): string => {
  const { date, hour, minute } = easternClock(at);
  return `${date.replaceAll('-', '')}-${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}`;
};

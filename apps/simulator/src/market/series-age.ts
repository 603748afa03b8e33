import { expiryDates } from './expiry-schedule.ts';
import { sessionsBefore } from './sessions.ts';
import type { SymbolProfile } from './symbol-profile.ts';

/** Longer than any series is listed before it expires: half a year and some days. */
export const seriesSessionsMax = 160;

const keptMax = 512;
const kept = new Map<string, number>();

/** How many sessions before `date` an expiry was listed already: 0 on its first day. */
export const seriesAge = (profile: SymbolProfile, expiry: string, date: string): number => {
  const key = `${profile.kind}/${profile.expiries}/${expiry}/${date}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const sessions = sessionsBefore(date, seriesSessionsMax);
  // An expiry stays on the schedule once it is there, so the sessions that list it are the latest ones.
  let low = 0;
  let high = sessions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const session = sessions[middle];
    if (session !== undefined && expiryDates(profile, session.date).has(expiry)) low = middle + 1;
    else high = middle;
  }
  if (kept.size >= keptMax) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, low);
  return low;
};

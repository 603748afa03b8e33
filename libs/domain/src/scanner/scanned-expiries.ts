import { addDays, weekday } from '../calendar/civil-date.ts';

const [thursday, friday] = [4, 5];
export const weeklyExpiriesScanned = 4;

/**
 * Of the expiries that a chain lists, those that are scanned on a date: today's, and the next four weeklies after it. A week's weekly is its
 * Friday, or its Thursday when the chain lists no Friday: holidays are the exchange's matter, the chain knows them.
 */
export const scannedExpiries = (listed: readonly string[], today: string): readonly string[] => {
  const all = new Set(listed);
  const isWeekly = (date: string): boolean =>
    weekday(date) === friday || (weekday(date) === thursday && !all.has(addDays(date, 1)));
  const weeklies = [...all].filter((date) => date > today && isWeekly(date)).sort();
  return [...(all.has(today) ? [today] : []), ...weeklies.slice(0, weeklyExpiriesScanned)];
};

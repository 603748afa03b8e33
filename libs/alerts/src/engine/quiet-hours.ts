import type { EpochMs, QuietHours } from '@gexstream/domain';
import { localClock } from './local-clock.ts';

/** Whether a moment lies in the quiet hours by the wall clock of the chat, whatever summer time does to it. `from` = `to` is the whole day. */
export const isQuiet = ({ from, to, days }: QuietHours, at: EpochMs, timeZone: string): boolean => {
  const { time, weekday } = localClock(at, timeZone);
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  if (from < to) return time >= from && time < to && days.includes(weekday);
  return (time >= from && days.includes(weekday)) || (time < to && days.includes(yesterday));
};

import { easternDate } from '../calendar/eastern-time.ts';
import { sessionAt, sessionOn } from '../calendar/trading-session.ts';
import type { EpochMs } from '../time/epoch-ms.ts';

/**
 * Share of a session's volume in each thirteenth of it (half an hour of a whole day): the U shape of US stocks, heaviest into the close. A
 * stated assumption, the same for every symbol.
 */
const sharePerThirteenth = [0.13, 0.09, 0.075, 0.065, 0.06, 0.055, 0.05, 0.05, 0.055, 0.06, 0.07, 0.085, 0.155] as const;

/** In the first minutes next to nothing has traded, and dividing by it would make noise loud. */
const shareMin = 0.02;

/**
 * How much of the session's volume is usually done by a moment, 0.02…1: all of it from the close until the next day of trading, on which it is
 * null until the open. Half days have the same shape in less time.
 */
export const expectedVolumeShare = (at: EpochMs): number | null => {
  const session = sessionAt(at);
  if (session === null) return at < (sessionOn(easternDate(at))?.openMs ?? at) ? null : 1;
  const parts = sharePerThirteenth.length;
  const position = ((at - session.openMs) / (session.closeMs - session.openMs)) * parts;
  const whole = Math.floor(position);
  let done = 0;
  for (let part = 0; part < whole; part++) done += sharePerThirteenth[part]!;
  return Math.max(shareMin, done + (position - whole) * sharePerThirteenth[whole]!);
};

/**
 * The whale score as it would be at the close if the day went on as it began. Contract and underlying volume both grow by the curve, so
 * volume² / volume grows by it once: divided by it, the same flow scores alike at 10:00 and at 15:30. Null before the open.
 */
export const timeNormalisedWhale = (value: number, at: EpochMs): number | null => {
  const share = expectedVolumeShare(at);
  return share === null ? null : value / share;
};

import { type EpochMs, easternClock, sessionAt, sessionOn } from '@gexstream/domain';

/** Where a moment falls on the exchange's day: pre-market from 04:00 to the open, after hours from the close to 20:00. */
export type MarketSession = 'pre' | 'regular' | 'post' | 'closed';

export const marketSession = (at: EpochMs): MarketSession => {
  if (sessionAt(at) !== null) return 'regular';
  const { date, hour } = easternClock(at);
  const session = sessionOn(date);
  if (session === null || hour < 4 || hour >= 20) return 'closed';
  return at < session.openMs ? 'pre' : 'post';
};

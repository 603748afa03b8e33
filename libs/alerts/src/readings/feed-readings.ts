import { spanText } from '../number-text.ts';
import { missing, type Read } from './reading.ts';

/** What a login is renewed before. */
export const loginWarnedMs = 24 * 3_600_000;

export const readFeedStale: Read<'feed-stale'> = (_, { newest }, __, underlying) => {
  const feed = newest.feed?.seen;
  if (!feed?.due) return missing;
  const { staleMs, why } = feed;
  return {
    zone: staleMs === null ? 'out' : 'in',
    value: staleMs === null ? null : staleMs / 1_000,
    threshold: null,
    text: () => (staleMs === null ? `${underlying} feed is fresh` : `${underlying} feed stale for ${spanText(staleMs)}: ${why}`),
    reference: null,
  };
};

export const readLogin: Read<'login-expiring'> = (_, { newest }) => {
  const login = newest.login?.seen;
  if (login === undefined || (login.leftMs === null && !login.required)) return missing;
  const left = login.required ? 0 : login.leftMs!;
  return {
    zone: left <= loginWarnedMs ? 'in' : 'out',
    value: left / 3_600_000,
    threshold: loginWarnedMs / 3_600_000,
    text: () =>
      login.required
        ? 'Schwab login needed, nothing new comes until then: npx gex login'
        : `Schwab login ends in ${spanText(left)}: npx gex login`,
    reference: null,
  };
};

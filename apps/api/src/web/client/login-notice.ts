import type { FeedStateBody } from '../../contract/status.ts';

const hourMs = 3_600_000;
/** From here on every look at the page tells: a person has to act, and may sleep or be away. */
const tellHours = 48;

/** What to say of the login at Schwab: that it has ended, or when it will; null while there is nothing to do. */
export const loginNotice = (feed: Pick<FeedStateBody, 'state' | 'login_expires' | 'feed_now'> | null): string | null => {
  if (feed === null) return null;
  if (feed.state === 'auth-required')
    return 'Schwab wants a new login: npx gex login. What is shown grows older until then; the feed goes on by itself.';
  if (feed.login_expires === null) return null;
  const leftMs = Date.parse(feed.login_expires) - Date.parse(feed.feed_now);
  if (!(leftMs < tellHours * hourMs)) return null;
  const left = leftMs < hourMs ? 'within the hour' : `in ${Math.floor(leftMs / hourMs)} h`;
  return `The login at Schwab ends ${left} (${feed.login_expires}): npx gex login. Nothing has to be stopped for it.`;
};

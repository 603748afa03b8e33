import type { Feed } from '@gexstream/domain';

export type FeedSource = 'live' | 'sim' | 'replay';

export const feedSource = (feed: Feed): FeedSource => {
  if (feed === 'live') return 'live';
  return feed.startsWith('replay-') ? 'replay' : 'sim';
};

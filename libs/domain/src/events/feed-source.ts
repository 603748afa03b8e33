import type { Feed } from './envelope.ts';

export type FeedSource = 'live' | 'sim' | 'replay';

export const feedSource = (feed: Feed): FeedSource => {
  if (feed === 'live') return 'live';
  return feed.startsWith('replay-') ? 'replay' : 'sim';
};

/** A simulator's numbers stay a simulator's when they are replayed. */
export const isSimulated = (feed: Feed): boolean => feedSource(feed) === 'sim' || feed.startsWith('replay-sim-');

import type { Feed } from '@gexstream/domain';

/** Letters that QuestDB and files take; no underscore, so that the first one ends the feed: two feeds never name the same table. */
const plainFeed = /^[a-z0-9-]{1,64}$/;

/** Names of a feed's tables: `sim_gex_levels`. Throws a `TypeError` for a feed that cannot be part of a name. */
export class FeedNames {
  readonly feed: Feed;

  constructor(feed: Feed) {
    if (!plainFeed.test(feed))
      throw new TypeError(`feed "${feed}" cannot name tables: use lower-case letters, digits and - only, 64 at most`);
    this.feed = feed;
  }

  table(name: string): string {
    return `${this.feed}_${name}`;
  }

  /** Begins every name of the feed's tables, and of no other feed's. */
  get prefix(): string {
    return `${this.feed}_`;
  }

  /** Old days come with old times: a table that forgets by age would drop them beside anything newer. */
  get forgets(): boolean {
    return !this.feed.startsWith('replay-');
  }
}

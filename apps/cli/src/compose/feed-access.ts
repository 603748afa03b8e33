import type { Clock, Feed } from '@gexstream/domain';
import type { IngestConfig } from '@gexstream/ingest';

/** How ingest reaches Schwab, or what stands in for it. */
export interface FeedAccess {
  readonly feed: Feed;
  /** What the terminal says of it, a line each. */
  readonly describe: () => readonly string[];
  open(): Promise<OpenFeed>;
}

export interface OpenFeed {
  /** The feed's time: the wall clock's, or the simulated market's. */
  readonly clock: Clock;
  readonly ingest: IngestConfig;
  close(): Promise<void>;
}

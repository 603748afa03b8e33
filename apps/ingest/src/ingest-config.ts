import type { Feed } from '@gexstream/domain';
import type { TokenStore } from '@gexstream/schwab';

export interface IngestConfig {
  readonly feed: Feed;
  /** Of Schwab's API or what stands in for it, without a trailing slash. */
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly tokenStore: TokenStore;
  /** Underlyings without prefix: `SPX`. */
  readonly symbols: readonly string[];
  /** Contracts streamed over all symbols; 1000 if not given. */
  readonly streamedContractsMax?: number;
  /** REST calls in any minute; 110 if not given. */
  readonly restPerMinuteMax?: number;
  /** From the start of one round over a chain to the next; 60 000 if not given. */
  readonly chainEveryMs?: number;
  /** Expiries farther away, in calendar days, are not polled; all are if not given. */
  readonly expiryDaysMax?: number;
}

export const ingestDefaults = { streamedContractsMax: 1_000, restPerMinuteMax: 110, chainEveryMs: 60_000 } as const;

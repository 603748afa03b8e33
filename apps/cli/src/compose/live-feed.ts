import { systemClock } from '@gexstream/actors';
import type { StartConfig } from '../config.ts';
import { type FeedAccess, openedFeed } from './feed-access.ts';
import { type SchwabApp, schwabUrl } from './schwab-login.ts';

export const liveFeed = (config: StartConfig, { appKey, appSecret, tokens }: SchwabApp): FeedAccess => ({
  feed: 'live',
  carry: null,
  describe: () => [`LIVE: Schwab, token file ${tokens.path}`, `symbols ${config.symbols.join(' ')}`],
  open: async () => {
    await tokens.importVariable();
    return openedFeed(
      systemClock(),
      {
        feed: 'live',
        baseUrl: schwabUrl,
        appKey,
        appSecret,
        tokenStore: tokens.store,
        symbols: config.symbols,
        streamedContractsMax: config.streamedContractsMax,
        restPerMinuteMax: config.restPerMinuteMax,
        chainEveryMs: config.fetchInterval * 1_000,
      },
      async () => {},
    );
  },
});

import { existsSync } from 'node:fs';
import { systemClock } from '@gexstream/actors';
import { fileTokenStore } from '@gexstream/schwab';
import type { StartConfig } from '../config.ts';
import { UsageError } from '../usage-error.ts';
import type { FeedAccess } from './feed-access.ts';

const schwabUrl = 'https://api.schwabapi.com';

export interface LiveLogin {
  readonly appKey: string;
  readonly appSecret: string;
  readonly tokenPath: string;
}

/** The login that the environment names, or null when it names none. Half a login is an error, not a simulation. */
export const liveLogin = (environment: Readonly<Record<string, string | undefined>>): LiveLogin | null => {
  const { SCHWAB_APP_KEY: appKey, SCHWAB_APP_SECRET: appSecret } = environment;
  const tokenPath = environment.SCHWAB_TOKEN_PATH || 'schwab_token.json';
  if (!appKey && !appSecret) return null;
  if (!appKey)
    throw new UsageError('SCHWAB_APP_SECRET is set and SCHWAB_APP_KEY is not; set both for live data, neither for the simulator');
  if (!appSecret)
    throw new UsageError('SCHWAB_APP_KEY is set and SCHWAB_APP_SECRET is not; set both for live data, neither for the simulator');
  if (!existsSync(tokenPath))
    throw new UsageError(
      `SCHWAB_TOKEN_PATH: there is no token file ${tokenPath}; log in with schwab-py once, or unset SCHWAB_APP_KEY for the simulator`,
    );
  return { appKey, appSecret, tokenPath };
};

export const liveFeed = (config: StartConfig, login: LiveLogin): FeedAccess => ({
  feed: 'live',
  describe: () => [`LIVE: Schwab, token file ${login.tokenPath}`, `symbols ${config.symbols.join(' ')}`],
  open: async () => ({
    clock: systemClock(),
    ingest: {
      feed: 'live',
      baseUrl: schwabUrl,
      appKey: login.appKey,
      appSecret: login.appSecret,
      tokenStore: fileTokenStore(login.tokenPath),
      symbols: config.symbols,
      streamedContractsMax: config.streamedContractsMax,
      restPerMinuteMax: config.restPerMinuteMax,
      chainEveryMs: config.fetchInterval * 1_000,
    },
    close: async () => {},
  }),
});

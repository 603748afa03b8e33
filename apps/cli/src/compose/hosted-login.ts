import { systemClock } from '@gexstream/actors';
import type { HostedLogin } from '@gexstream/api';
import { type Clock, epochMs, type Feed } from '@gexstream/domain';
import { exchangeCode, loginLifeMs, pendingLogins, SchwabError } from '@gexstream/schwab';
import type { Logger } from 'pino';
import { exchangeMs } from '../login/login-at-schwab.ts';
import { isHostedCallback, rehearsedApp, type SchwabApp, schwabApp, schwabUrl } from './schwab-login.ts';

/** What the API's login routes do: of the live feed, or at a simulator elsewhere, where the callback URL points at an API; else nothing. */
export const apiLogin = (
  feed: Feed,
  simulator: string | null,
  environment: Readonly<Record<string, string | undefined>>,
  log: Logger,
): HostedLogin | undefined => {
  if (simulator !== null) {
    const rehearsed = rehearsedApp(environment);
    return rehearsed === null ? undefined : hostedLogin(rehearsed, simulator.replace(/\/$/, ''), systemClock(), log);
  }
  if (feed !== 'live') return undefined;
  const app = schwabApp(environment);
  return app !== null && isHostedCallback(app.callbackUrl) ? hostedLogin(app, schwabUrl, systemClock(), log) : undefined;
};

/** Logins through the API's own callback, kept where `gex login` keeps them: ingest finds them there. */
export const hostedLogin = (app: SchwabApp, baseUrl: string, clock: Clock, log: Logger): HostedLogin => {
  const { appKey, appSecret, callbackUrl, tokens } = app;
  const logins = pendingLogins({ baseUrl, appKey, callbackUrl, pkce: false }, clock);
  return {
    begin: () => logins.begin().url,
    complete: async (address) => {
      try {
        const token = await exchangeCode(logins.answer(address), { baseUrl, appKey, appSecret, clock, timeoutMs: exchangeMs });
        await tokens.store.write(token);
        log.info('a login at Schwab was kept');
        return { endsMs: epochMs((token.loginMs ?? clock.now()) + loginLifeMs) };
      } catch (error) {
        // Where the token is kept is told by the log alone.
        if (!(error instanceof SchwabError) || error.code === 'SCHWAB_TOKEN_FILE') throw error;
        log.warn({ reason: error.message }, 'a login at Schwab came to nothing');
        return { refused: error.message, by: error.code === 'SCHWAB_LOGIN_REQUIRED' ? 'address' : 'upstream' };
      }
    },
  };
};

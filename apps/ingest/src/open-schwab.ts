import type { Clock } from '@gexstream/domain';
import { refreshToken, type SchwabRest, schwabRest, type TokenKeeper, tokenKeeper } from '@gexstream/schwab';
import { abortableFetch } from './abortable-fetch.ts';
import type { IngestConfig } from './ingest-config.ts';
import type { Recorder } from './recording/recorder.ts';
import { tellingRefusals } from './spawn-token-keeper.ts';

export interface SchwabParts {
  readonly config: IngestConfig;
  /** Of tokens: its timers end with ingest. */
  readonly clock: Clock;
  /** The plain one: while a call is under way, its time-out has to stand. */
  readonly callClock: Clock;
  readonly stopping: AbortSignal;
  readonly recorder: Recorder | undefined;
  /** Only a person's login helps. */
  readonly onRefused: () => void;
}

/** One REST call, headers and body: the largest windows take a few seconds. */
const restTimeoutMs = 30_000;

/** The one login, and REST with its tokens. */
export const openSchwab = (parts: SchwabParts): { readonly tokens: TokenKeeper; readonly rest: SchwabRest } => {
  const { config, clock, callClock, stopping, recorder } = parts;
  const access = { baseUrl: config.baseUrl, clock: callClock, timeoutMs: restTimeoutMs, fetch: abortableFetch(stopping) };
  const credentials = { appKey: config.appKey, appSecret: config.appSecret };
  const tokens = tokenKeeper({
    store: config.tokenStore,
    clock,
    refresh: tellingRefusals((token) => refreshToken(token, { ...access, ...credentials }), parts.onRefused),
  });
  const rest = schwabRest({
    ...access,
    accessToken: () => tokens.accessToken(),
    onAnswer: (request, body) => recorder?.answer(clock.now(), request, body),
  });
  return { tokens, rest };
};

import { systemClock } from '@gexstream/actors';
import { type Clock, epochMs, type Feed } from '@gexstream/domain';
import { memoryTokenStore } from '@gexstream/schwab';
import { simulatedLogin } from '@gexstream/simulator';
import type { StartConfig } from '../config.ts';
import { type FeedAccess, openedFeed } from './feed-access.ts';
import type { SchwabApp } from './schwab-login.ts';

const resyncEveryMs = 5_000;
const answerMsMax = 5_000;

/**
 * A simulator in another process: its servers in Schwab's place, its market's time asked for every five seconds. It is logged in to with what
 * it tells everybody, or, where a login is rehearsed, with what a person's login brings.
 */
export const remoteSimulatorFeed = (config: StartConfig, url: string, feed: Feed, rehearsed: SchwabApp | null): FeedAccess => ({
  feed,
  carry: null,
  describe: () => [
    `SIMULATED market at ${url}`,
    `symbols ${config.symbols.join(' ')}`,
    ...(rehearsed === null
      ? []
      : [`login rehearsed: open /auth/schwab/start with an admin key; kept in ${rehearsed.tokens.path}`]),
  ],
  open: async () => {
    const wall = systemClock();
    const { clock, stop } = await followedClock(url, wall);
    return openedFeed(
      clock,
      {
        feed,
        baseUrl: url.replace(/\/$/, ''),
        appKey: simulatedLogin.appKey,
        appSecret: simulatedLogin.appSecret,
        tokenStore: rehearsed?.tokens.store ?? memoryTokenStore({ refreshToken: simulatedLogin.refreshToken }),
        symbols: config.symbols,
        streamedContractsMax: config.streamedContractsMax,
        restPerMinuteMax: config.restPerMinuteMax,
        chainEveryMs: config.fetchInterval * 1_000,
      },
      async () => stop(),
    );
  },
});

/** Wall clock plus the offset last heard of; it never goes back, and keeps its offset while the simulator does not answer. */
const followedClock = async (url: string, wall: Clock): Promise<{ readonly clock: Clock; readonly stop: () => void }> => {
  let offsetMs = await askOffset(url, wall);
  let latestMs = Number.NEGATIVE_INFINITY;
  const stop = wall.every(resyncEveryMs, () => {
    askOffset(url, wall).then(
      (heard) => {
        offsetMs = heard;
      },
      () => {},
    );
  });
  return {
    stop,
    clock: {
      now: () => {
        latestMs = Math.max(latestMs, wall.now() + offsetMs);
        return epochMs(latestMs);
      },
      after: (delayMs, callback) => wall.after(delayMs, callback),
      every: (periodMs, callback) => wall.every(periodMs, callback),
    },
  };
};

/** Half the round trip is taken for the way back. In whole milliseconds, as every moment in a record is. */
const askOffset = async (url: string, wall: Clock): Promise<number> => {
  const asked = wall.now();
  const answer = await fetch(new URL('/simulator/clock', url), { signal: AbortSignal.timeout(answerMsMax) }).catch(
    (cause: unknown) => {
      throw new Error(`no simulator answers at ${url}; start one with npx gex sim, or unset --simulator`, { cause });
    },
  );
  const { feed_ms } = (await answer.json()) as { readonly feed_ms: number };
  if (!Number.isFinite(feed_ms))
    throw new Error(`${url}/simulator/clock does not tell the market's time: is it a gexstream simulator?`);
  return Math.round(feed_ms - (asked + wall.now()) / 2);
};

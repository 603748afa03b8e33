import type { Clock } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';

/** Keeps a refresh that failed from being repeated at once: callers hear the same error until the pause is over. */
export interface RefreshPause {
  /** Runs the refresh, or rejects with the last one's error while that token is paused. */
  unless<Answer>(refreshToken: string, refresh: () => Promise<Answer>): Promise<Answer>;
}

const pauseMsMin = 1_000;
/** Also for a dead login: what was refused once may be a passing fault of Schwab's, and one try a minute is no storm. */
const pauseMsMax = 60_000;

export const refreshPause = (clock: Clock): RefreshPause => {
  let last: { readonly refreshToken: string; readonly error: unknown; readonly untilMs: number } | null = null;
  let failures = 0;

  const pauseMs = (error: unknown): number => {
    if (error instanceof SchwabError && !error.retryable) return pauseMsMax;
    const asked = error instanceof SchwabError ? (error.retryAfterMs ?? 0) : 0;
    return Math.max(asked, Math.min(pauseMsMax, pauseMsMin * 2 ** (failures - 1)));
  };

  return {
    unless: async (refreshToken, refresh) => {
      // Another token is another login: it is tried whatever became of the last one.
      if (last !== null && last.refreshToken === refreshToken && clock.now() < last.untilMs) throw last.error;
      try {
        const answer = await refresh();
        last = null;
        failures = 0;
        return answer;
      } catch (error) {
        failures = Math.min(failures + 1, 10);
        last = { refreshToken, error, untilMs: clock.now() + pauseMs(error) };
        throw error;
      }
    },
  };
};

import {
  type EpochMs,
  easternDate,
  easternTime,
  epochMs,
  type IvRank,
  ivRank,
  ivRankSessionsMin,
  sessionOn,
} from '@gexstream/domain';
import { gexExposures, type Store, StoreError } from '@gexstream/store';
import type { VolatilityBody } from '../contract/volatility.ts';
import { type Stretch, stretches } from './intervals.ts';

const dayMs = 86_400_000;
/** From 16:00 to midnight. */
const eveningMs = 8 * 3_600_000;
/** A year and some days, so that 252 sessions are among them. */
const daysBack = 370;

/**
 * Where a volatility lies among the last ones of each session before today that are kept of the same model. A store that is away costs the
 * rank alone, and the answer says so.
 */
export const ivRankOf = async (
  store: Store,
  {
    underlying,
    model,
    atmIv,
    at,
  }: { readonly underlying: string; readonly model: string; readonly atmIv: number | null; readonly at: EpochMs },
): Promise<VolatilityBody['iv_rank']> => {
  const none = { rank: null, percentile: null, low: null, high: null };
  try {
    const before = await sessionIvs(store, underlying, model, at);
    if (atmIv === null)
      return { ...none, sessions: before.length, note: 'no two expiries with a volatility enclose 30 days now' };
    return { ...ivRank(atmIv, before), note: noteOf(ivRank(atmIv, before)) };
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    return { ...none, sessions: null, note: 'the history cannot be read now' };
  }
};

const noteOf = ({ rank, sessions }: IvRank): string | null =>
  sessions < ivRankSessionsMin
    ? `${sessions} sessions before today are kept; a rank takes ${ivRankSessionsMin}`
    : rank === null
      ? 'all volatilities are equal'
      : null;

/** The last before 16:00 of each session before the day of `at`; sessions without one are left out. */
const sessionIvs = async (store: Store, underlying: string, model: string, at: EpochMs): Promise<readonly number[]> => {
  const today = easternTime(easternDate(at), 0, 0);
  const from = easternTime(easternDate(epochMs(today - daysBack * dayMs)), 0, 0);
  const found: number[] = [];
  for (const stretch of stretches('1d', from, today)) {
    const samples = await store.sample(gexExposures, {
      where: { underlying, model, horizon: 'all' },
      ...endingAtTheClose(stretch),
      limit: daysBack + 2,
      columns: { atm_iv_30d: { column: 'atm_iv_30d', as: 'last' } },
    });
    for (const { intervalStart, atm_iv_30d: iv } of samples) {
      const day = easternDate(epochMs(intervalStart + stretch.intervalMs - 1));
      if (typeof iv === 'number' && sessionOn(day) !== null) found.push(iv);
    }
  }
  return found;
};

/** Days from midnight to midnight as days from 16:00 to 16:00: quotes of the evening say nothing of the session. */
const endingAtTheClose = ({ from, to, intervalMs, offsetMs }: Stretch): Stretch => ({
  from: epochMs(from - eveningMs),
  to: epochMs(to - eveningMs),
  intervalMs,
  offsetMs: (offsetMs - eveningMs + intervalMs) % intervalMs,
});

/** Where today's implied volatility lies among those of the sessions before. */
export interface IvRank {
  /** (σ − lowest) / (highest − lowest), 0…1, today's counted in; null with too few sessions, or where all are equal. One outlier holds it. */
  readonly rank: number | null;
  /** Share of the sessions before whose volatility was below today's, strictly; null with too few. */
  readonly percentile: number | null;
  /** How many sessions were there to compare with. */
  readonly sessions: number;
  /** Of those sessions and today, fractions a year; null with too few. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Below, a rank would say more of the days at hand than of the market. */
export const ivRankSessionsMin = 20;
/** A year of sessions. */
export const ivRankSessionsMax = 252;

/** `before`: one volatility a session, oldest first, today's not among them; the newest 252 count. */
export const ivRank = (today: number, before: readonly number[]): IvRank => {
  const year = before.slice(-ivRankSessionsMax);
  const sessions = year.length;
  if (sessions < ivRankSessionsMin) return { rank: null, percentile: null, sessions, low: null, high: null };
  const [low, high] = [Math.min(today, ...year), Math.max(today, ...year)];
  return {
    rank: high > low ? (today - low) / (high - low) : null,
    percentile: year.filter((each) => each < today).length / sessions,
    sessions,
    low,
    high,
  };
};

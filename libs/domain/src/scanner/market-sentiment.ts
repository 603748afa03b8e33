import type { SkewBlock } from './skew-block.ts';

export type SentimentLabel = 'EXTREME_FEAR' | 'ELEVATED_FEAR' | 'NEUTRAL' | 'BULLISH' | 'EUPHORIA' | 'UNKNOWN';

/** One scan's rows, an expiry of a symbol each, as one mood. Means leave out what is unknown, and are null when all of it is. */
export interface MarketSentiment {
  /** Distinct symbols. */
  readonly stocksAnalyzed: number;
  /** Vol points. */
  readonly avgSkew: number | null;
  /** Standard deviation of a sample; null for fewer than two. */
  readonly skewVolatility: number | null;
  /** Vol points. */
  readonly avgIv: number | null;
  /** By open interest. */
  readonly avgPutCallRatio: number | null;
  /** Percent of spot. */
  readonly avgImpliedMove: number | null;
  /** Rows with a skew above 6. */
  readonly extremeFearCount: number;
  /** Rows with a skew below −1. */
  readonly extremeGreedCount: number;
  /** Rows with an implied move above 5 %. */
  readonly highVolCount: number;
  readonly label: SentimentLabel;
}

export type SentimentRow = Pick<SkewBlock, 'skew25d' | 'avgIv' | 'putCallOiRatio' | 'impliedMovePct'> & {
  readonly symbol: string;
};

export const marketSentiment = (rows: readonly SentimentRow[]): MarketSentiment => {
  const skews = known(rows.map(({ skew25d }) => skew25d));
  const moves = known(rows.map(({ impliedMovePct }) => impliedMovePct));
  const avgSkew = mean(skews);
  return {
    stocksAnalyzed: new Set(rows.map(({ symbol }) => symbol)).size,
    avgSkew,
    skewVolatility: deviation(skews),
    avgIv: mean(known(rows.map(({ avgIv }) => avgIv))),
    avgPutCallRatio: mean(known(rows.map(({ putCallOiRatio }) => putCallOiRatio))),
    avgImpliedMove: mean(moves),
    extremeFearCount: skews.filter((skew) => skew > 6).length,
    extremeGreedCount: skews.filter((skew) => skew < -1).length,
    highVolCount: moves.filter((move) => move > 5).length,
    label: sentimentLabel(avgSkew),
  };
};

/** By the mean skew in vol points; of none, UNKNOWN. */
export const sentimentLabel = (avgSkew: number | null): SentimentLabel => {
  if (avgSkew === null) return 'UNKNOWN';
  if (avgSkew > 5) return 'EXTREME_FEAR';
  if (avgSkew > 3) return 'ELEVATED_FEAR';
  if (avgSkew > -1) return 'NEUTRAL';
  return avgSkew > -3 ? 'BULLISH' : 'EUPHORIA';
};

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const deviation = (values: readonly number[]): number | null => {
  const center = mean(values);
  if (center === null || values.length < 2) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
};

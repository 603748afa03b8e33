import type { QuotePair } from './quote-pairs.ts';

export interface ParityForward {
  /** In points. */
  readonly forward: number;
  /** How many strikes it was taken over. */
  readonly strikes: number;
  /** Half the range between the quarters of what the strikes say, in points: how far they disagree. */
  readonly scatter: number;
  /** Median half spread of call and put together, in points: how far quotes leave it open. */
  readonly halfSpread: number;
}

/** Strikes with the smallest |call − put|: nearest the forward, where both sides trade and neither's early exercise is worth much. */
const strikesMax = 6;
const strikesMin = 3;

/**
 * The forward that put–call parity implies: the median, over the strikes nearest it, of strike + (call − put) / discount. A median, so that
 * one stale quote moves nothing. Null when fewer than three strikes have both quotes. Exact for European options; for American ones an
 * approximation, good to their early-exercise premium near the money.
 */
export const parityForward = (pairs: readonly QuotePair[], discount: number): ParityForward | null => {
  const nearest = [...pairs]
    .sort((a, b) => Math.abs(a.callMid - a.putMid) - Math.abs(b.callMid - b.putMid) || a.strike - b.strike)
    .slice(0, strikesMax);
  if (nearest.length < strikesMin) return null;
  const forwards = nearest.map(({ strike, callMid, putMid }) => strike + (callMid - putMid) / discount).sort((a, b) => a - b);
  return {
    forward: quantile(forwards, 0.5),
    strikes: nearest.length,
    scatter: (quantile(forwards, 0.75) - quantile(forwards, 0.25)) / 2,
    halfSpread: quantile(
      nearest.map(({ halfSpread }) => halfSpread / discount).sort((a, b) => a - b),
      0.5,
    ),
  };
};

/** Between two neighbours of a sorted list, linearly. */
const quantile = (sorted: readonly number[], share: number): number => {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return sorted[below]! + (at - below) * (above - sorted[below]!);
};

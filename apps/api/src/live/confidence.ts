/** Fewer strikes with gamma than this make no reliable picture. */
const strikesWanted = 10;
/** Older than this nothing is to be trusted. */
const ageMsMax = 300_000;

export interface ConfidenceGrounds {
  /** With gamma on them. */
  readonly strikes: number;
  readonly ageMs: number;
  /** Of gross gamma, 0…1. */
  readonly staleShare: number;
}

/**
 * How far a result is to be trusted, 0…1: the product of strikes / 10 (at most 1), of 1 − age / 5 min (at least 0) and of the share of gross
 * gamma that is not stale. It says nothing of whether the dealer model holds.
 */
export const confidenceScore = ({ strikes, ageMs, staleShare }: ConfidenceGrounds): number =>
  Math.min(1, strikes / strikesWanted) * Math.max(0, 1 - ageMs / ageMsMax) * (1 - staleShare);

/** 25-delta skew of one expiry, look by look. */
export interface SkewLine {
  /** Said beside its end, such as the expiry. */
  readonly name: string;
  /** Oldest first; vol points, null where a wing was missing. */
  readonly points: readonly { readonly atMs: number; readonly skew: number | null }[];
}

export interface KnownPoint {
  readonly atMs: number;
  readonly skew: number;
}

/** Runs of a line without a hole: a look without skew ends one, and so does one that is missing (`stepMs` lies between looks). */
export const unbrokenRuns = ({ points }: SkewLine, stepMs: number): readonly (readonly KnownPoint[])[] => {
  const runs: KnownPoint[][] = [];
  let before: number | null = null;
  for (const { atMs, skew } of points) {
    if (skew === null) {
      before = null;
      continue;
    }
    // Looks are late by some seconds: only a whole one that is missing is a hole.
    if (before !== null && atMs - before < 1.5 * stepMs) runs.at(-1)!.push({ atMs, skew });
    else runs.push([{ atMs, skew }]);
    before = atMs;
  }
  return runs;
};

/** 25-delta skew of one expiry, look by look. */
export interface SkewLine {
  /** Said beside its end, such as the expiry. */
  readonly name: string;
  /** Oldest first; vol points, null where a wing was missing. */
  readonly points: readonly { readonly atMs: number; readonly skew: number | null }[];
}

/** What one look saw of one expiry. */
export interface SkewLook {
  /** `2026-11-20`. */
  readonly expiry: string;
  readonly atMs: number;
  /** Vol points, null where a wing was missing. */
  readonly skew: number | null;
}

/** Today's and four weeklies: what the scanner looks at. */
const linesMax = 5;

/** A line for each expiry that had a skew and has not expired by `today` (`2026-11-20`, of the newest look), the nearest first. `looks`: oldest first. */
export const skewLines = (looks: readonly SkewLook[], today: string): readonly SkewLine[] => {
  const known = looks.filter(({ expiry, skew }) => skew !== null && expiry >= today);
  const nearest = [...new Set(known.map(({ expiry }) => expiry))].sort().slice(0, linesMax);
  return nearest.map((name) => ({
    name,
    points: looks.filter(({ expiry }) => expiry === name).map(({ atMs, skew }) => ({ atMs, skew })),
  }));
};

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

/** Steps between labels that people count in, in points. */
const roundSteps = [0.5, 1, 2, 2.5, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_500, 5_000];

/** The least round step whose labels stand clear of each other at the usual distance between these strikes; null where every row has room for its own. */
export const labelStep = (strikes: readonly number[], rowHeight: number, textPx: number): number | null => {
  if (rowHeight >= textPx + 1) return null;
  const gaps = strikes.slice(1).map((strike, index) => Math.abs(strike - strikes[index]!));
  const usualGap = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 1;
  const least = ((textPx + 3) / rowHeight) * usualGap;
  return roundSteps.find((step) => step >= least) ?? least;
};

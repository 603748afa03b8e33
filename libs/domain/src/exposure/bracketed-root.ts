import type { ExactProfile } from './exact-profile.ts';

/** Ends of opposite sign, in x = ln spot. */
export interface Bracket {
  readonly left: number;
  readonly right: number;
  /** The profile is negative at the left end. */
  readonly rising: boolean;
}

/** In x = ln spot: 1e-12 is 6e-9 points at 6000. */
export const rootTolerance = 1e-12;
const stepsMax = 80;

/**
 * The root in a bracket: Newton on the exact sum from a guess, kept inside; bisection where a step leaves it or fails to halve the one before
 * (in the tails Newton crawls). Two Newton steps, the second far shorter, tell how short a third would be: where it would not matter it is
 * not taken. `rise`: the profile's change over a bracket that is a small part of the narrowest width. Where the slope agrees
 * with it, a Newton step n leaves an error below n² / bracket, and one that is within the tolerance needs no other to confirm it.
 */
export const bracketedRoot = (
  { left, right, rising }: Bracket,
  guess: number,
  exact: ExactProfile,
  rise = Number.NaN,
): number => {
  const width = right - left;
  let low = left;
  let high = right;
  let x = guess > low && guess < high ? guess : 0.5 * (low + high);
  let previousStep = width;
  let wasNewton = false;
  for (let i = 0; i < stepsMax; i++) {
    exact.evaluate(x);
    if (exact.sign === 0) return x;
    if (exact.sign > 0 === rising) high = x;
    else low = x;
    const newton = x - exact.value / exact.slope;
    const converging = newton > low && newton < high && Math.abs(newton - x) <= 0.5 * previousStep;
    const next = converging ? newton : 0.5 * (low + high);
    const step = Math.abs(next - x);
    if (step <= rootTolerance) return next;
    const isStraight = Math.abs(exact.slope * width - rise) <= 0.5 * Math.abs(rise);
    if (converging && isStraight && step * step <= 0.1 * rootTolerance * width) return next;
    // Steps fall quadratically: the third is to the second as the second is to the first, times the same factor again.
    if (converging && wasNewton && step ** 3 <= 0.01 * rootTolerance * previousStep ** 2) return next;
    wasNewton = converging;
    previousStep = step;
    x = next;
  }
  return x;
};

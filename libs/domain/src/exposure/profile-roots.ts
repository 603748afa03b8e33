import type { ExactProfile } from './exact-profile.ts';
import { gridPoint, gridRange } from './profile-grid.ts';

/** Exact signs asked for while sorting out one profile. A change of sign that none of them confirmed is rounding, and no root. */
const exactSignsMax = 1_000;
/** In x = ln spot: 1e-12 is 6e-9 points at 6000. */
const rootTolerance = 1e-12;
const refineStepsMax = 80;

/**
 * Every x within ±20 % of spot at which the profile changes sign, ascending. `values` is the profile on the grid of `level`; it finds
 * the brackets, the exact sum decides them and gives the root. A profile that touches zero without crossing has no root there, and
 * stretches where it vanishes (beyond the outermost strikes of a dying expiry) have none either. `values` is changed.
 */
export const profileRoots = (values: Float64Array, level: number, exact: ExactProfile): number[] => {
  const settled = settleSigns(values, level, exact);
  const [first, last] = gridRange(level);
  const roots: number[] = [];
  let previous = -1;
  for (let i = first; i <= last; i++) {
    const value = values[i]!;
    if (value === 0) continue;
    if (previous >= 0 && values[previous]! > 0 !== value > 0) {
      if (settled.has(previous) && settled.has(i))
        roots.push(bracketedRoot(gridPoint(level, previous), gridPoint(level, i), values[previous]!, value, exact));
    } else if (i > first && i < last && mayHideTwoRoots(values[i - 1]!, value, values[i + 1]!)) {
      pushHiddenRoots(roots, gridPoint(level, i - 1), gridPoint(level, i + 1), Math.sign(value), exact);
    }
    previous = i;
  }
  return roots;
};

/**
 * Interpolation may leave a wrong sign where the profile is small beside its parts: each change of sign is checked at both ends. Returns
 * the grid points whose signs are the exact sum's.
 */
const settleSigns = (values: Float64Array, level: number, exact: ExactProfile): ReadonlySet<number> => {
  const [first, last] = gridRange(level);
  const settled = new Set<number>();
  const settle = (i: number): boolean => {
    if (settled.has(i) || settled.size >= exactSignsMax) return false;
    settled.add(i);
    exact.evaluate(gridPoint(level, i));
    if (exact.sign === Math.sign(values[i]!)) return false;
    values[i] = exact.sign * Math.abs(values[i]!);
    return true;
  };
  for (let changed = true; changed; ) {
    changed = false;
    let previous = -1;
    for (let i = first; i <= last; i++) {
      if (values[i] === 0) continue;
      if (previous >= 0 && values[previous]! > 0 !== values[i]! > 0) {
        // Both ends, whatever the first answers.
        const left = settle(previous);
        const right = settle(i);
        changed = changed || left || right;
      }
      if (values[i] !== 0) previous = i;
    }
  }
  return settled;
};

/** Whether a parabola through three points of one sign comes so near zero between them that the profile may cross it twice. */
const mayHideTwoRoots = (left: number, middle: number, right: number): boolean => {
  const sign = Math.sign(middle);
  if (left * sign <= 0 || right * sign <= 0) return false;
  const bend = sign * (left - 2 * middle + right);
  if (!(bend > 0) || Math.abs(middle) > Math.abs(left) || Math.abs(middle) > Math.abs(right)) return false;
  const slope = 0.5 * (right - left);
  return Math.abs(middle) - (slope * slope) / (2 * bend) < 0.1 * bend;
};

/** Bisects on the slope towards the profile's extremum; when it proves to lie across zero, there is a root on either side of it. */
const pushHiddenRoots = (roots: number[], left: number, right: number, outerSign: number, exact: ExactProfile): void => {
  let low = left;
  let high = right;
  for (let i = 0; i < refineStepsMax && high - low > rootTolerance; i++) {
    const middle = 0.5 * (low + high);
    exact.evaluate(middle);
    if (exact.sign === -outerSign) {
      roots.push(bracketedRoot(left, middle, outerSign, -outerSign, exact));
      roots.push(bracketedRoot(middle, right, -outerSign, outerSign, exact));
      return;
    }
    if (exact.slope * outerSign < 0) low = middle;
    else high = middle;
  }
};

/**
 * Newton from the secant's zero, kept inside the bracket; bisection where a step leaves it or fails to halve the one before (in the
 * tails Newton crawls). The values at the ends count only for the first guess.
 */
const bracketedRoot = (left: number, right: number, leftValue: number, rightValue: number, exact: ExactProfile): number => {
  const rising = rightValue > 0;
  let low = left;
  let high = right;
  let x = left + ((right - left) * leftValue) / (leftValue - rightValue);
  if (!(x > low && x < high)) x = 0.5 * (low + high);
  let previousStep = right - left;
  for (let i = 0; i < refineStepsMax; i++) {
    exact.evaluate(x);
    if (exact.sign === 0) return x;
    if (exact.sign > 0 === rising) high = x;
    else low = x;
    const newton = x - exact.value / exact.slope;
    const converging = newton > low && newton < high && Math.abs(newton - x) <= 0.5 * previousStep;
    const next = converging ? newton : 0.5 * (low + high);
    previousStep = Math.abs(next - x);
    if (previousStep <= rootTolerance) return next;
    x = next;
  }
  return x;
};

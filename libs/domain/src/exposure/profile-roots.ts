import { type Bracket, bracketedRoot, rootTolerance } from './bracketed-root.ts';
import type { ExactProfile } from './exact-profile.ts';
import { gridCrossing } from './grid-crossing.ts';
import { gridPoint, gridRange, levelStep } from './profile-grid.ts';

/** Exact signs asked for while sorting out one profile. A change of sign that none of them confirmed is rounding, and no root. */
const exactSignsMax = 1_000;
const bisectionsMax = 80;

/**
 * Every x within ±20 % of spot at which the profile changes sign, ascending. `values` is the profile on the grid of `level`, each within
 * `doubt` of the exact sum: it finds the brackets and the first guesses, the exact sum decides what is in doubt and gives the root. A
 * profile that touches zero without crossing has no root there, and stretches where it vanishes (beyond the outermost strikes of a dying
 * expiry) have none either. `values` is changed.
 */
export const profileRoots = (values: Float64Array, level: number, doubt: number, exact: ExactProfile): number[] => {
  const settled = settleSigns(values, level, doubt, exact);
  const isCertain = (i: number): boolean => Math.abs(values[i]!) > doubt;
  const [first, last] = gridRange(level);
  const roots: number[] = [];
  let previous = -1;
  for (let i = first; i <= last; i++) {
    const value = values[i]!;
    if (value === 0) continue;
    if (previous >= 0 && values[previous]! > 0 !== value > 0) {
      const isSmooth = i === previous + 1 && isCertain(previous) && isCertain(i);
      const bracket: Bracket = { left: gridPoint(level, previous), right: gridPoint(level, i), rising: value > 0 };
      if (isSmooth) roots.push(smoothRoot(values, level, i, bracket, exact));
      else if ((isCertain(previous) || settled.has(previous)) && (isCertain(i) || settled.has(i)))
        roots.push(bracketedRoot(bracket, secant(bracket, values[previous]!, value), exact));
    } else if (i > first && i < last && mayHideTwoRoots(values[i - 1]!, value, values[i + 1]!)) {
      pushHiddenRoots(roots, gridPoint(level, i - 1), gridPoint(level, i + 1), Math.sign(value), exact);
    }
    previous = i;
  }
  return roots;
};

/** Between grid points i − 1 and i, where the grid itself tells the profile's course. */
const smoothRoot = (values: Float64Array, level: number, i: number, bracket: Bracket, exact: ExactProfile): number => {
  const guess = bracket.left + gridCrossing(values, i - 1) * levelStep(level);
  return bracketedRoot(bracket, guess, exact, values[i]! - values[i - 1]!);
};

const secant = ({ left, right }: Bracket, leftValue: number, rightValue: number): number =>
  left + ((right - left) * leftValue) / (leftValue - rightValue);

/**
 * Each change of sign is checked at both ends where these are in doubt: interpolation may leave a wrong sign where the profile is small
 * beside its parts. Returns the grid points whose signs are the exact sum's.
 */
const settleSigns = (values: Float64Array, level: number, doubt: number, exact: ExactProfile): ReadonlySet<number> => {
  const [first, last] = gridRange(level);
  const settled = new Set<number>();
  const settle = (i: number): boolean => {
    if (Math.abs(values[i]!) > doubt || settled.has(i) || settled.size >= exactSignsMax) return false;
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

/**
 * Bisects on the slope towards the profile's extremum; when it proves to lie across zero, there is a root on either side of it. Towards the
 * extremum the slope only falls: once what it could still lead down to is clear of zero (twice over), there is none.
 */
const pushHiddenRoots = (roots: number[], left: number, right: number, outerSign: number, exact: ExactProfile): void => {
  let low = left;
  let high = right;
  for (let i = 0; i < bisectionsMax && high - low > rootTolerance; i++) {
    const middle = 0.5 * (low + high);
    exact.evaluate(middle);
    if (exact.sign === -outerSign) {
      roots.push(bracketedRoot({ left, right: middle, rising: outerSign < 0 }, 0.5 * (left + middle), exact));
      roots.push(bracketedRoot({ left: middle, right, rising: outerSign > 0 }, 0.5 * (middle + right), exact));
      return;
    }
    if (exact.value * outerSign > 2 * Math.abs(exact.slope) * (high - low)) return;
    if (exact.slope * outerSign < 0) low = middle;
    else high = middle;
  }
};

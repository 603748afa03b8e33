import type { GammaCoefficients } from './gamma-coefficients.ts';
import { addGaussian } from './gaussian-walk.ts';

/** Zero gamma is looked for within ±20 % of spot. x = ln(spot' / spot). */
export const profileLow = Math.log(0.8);
export const profileHigh = Math.log(1.2);

const coarsestIntervals = 20;
/** Steps halve from 2.0e-2 (level 0) to 1.0e-5 (level 11, a quarter of the width of a one-minute option at 2.9 % volatility) in ln spot. */
export const finestLevel = 11;
/** Grid points beyond either end, which the interpolation of the next finer level leans on. */
const margin = 5;
/** Grid points in the width σ√T of the narrowest contract on a level. */
const pointsPerWidth = 8;

export const levelStep = (level: number): number => (profileHigh - profileLow) / (coarsestIntervals << level);

/** x of grid point `index` of a level. */
export const gridPoint = (level: number, index: number): number => profileLow + (index - margin) * levelStep(level);

/** The first and last grid points of a level within ±20 %. */
export const gridRange = (level: number): readonly [first: number, last: number] => [
  margin,
  margin + (coarsestIntervals << level),
];

/**
 * A profile of gamma exposure over spot on nested log-even grids. Each contract goes on the coarsest grid that has eight points in its
 * width, so wide contracts stay cheap beside narrow ones; `finish` carries coarse levels onto fine ones by six-point interpolation,
 * whose error is below 3e-7 of a contract's peak.
 */
export interface ProfileGrid {
  readonly levels: readonly Float64Array[];
  /** Sum of the contracts' peaks |w| on each level, USD per 1 %. */
  readonly peaks: Float64Array;
  /** The coarsest and finest levels in use; `coarsest > finest` while empty. */
  coarsest: number;
  finest: number;
}

export const profileGrid = (): ProfileGrid => ({
  levels: Array.from({ length: finestLevel + 1 }, (_, level) => new Float64Array((coarsestIntervals << level) + 1 + 2 * margin)),
  peaks: new Float64Array(finestLevel + 1),
  coarsest: finestLevel + 1,
  finest: -1,
});

export const clearProfile = (grid: ProfileGrid): void => {
  grid.coarsest = finestLevel + 1;
  grid.finest = -1;
  grid.peaks.fill(0);
};

/** Levels are zeroed when they come into use, so that an unused fine level costs nothing. */
const open = (grid: ProfileGrid, level: number): void => {
  if (grid.finest < 0) {
    grid.coarsest = level;
    grid.finest = level;
    grid.levels[level]!.fill(0);
  }
  while (grid.coarsest > level) grid.levels[--grid.coarsest]!.fill(0);
  while (grid.finest < level) grid.levels[++grid.finest]!.fill(0);
};

const steps = Float64Array.from({ length: finestLevel + 1 }, (_, level) => levelStep(level));

/** Adds the contracts from `from` up to `to`. */
export const addContracts = (grid: ProfileGrid, { a, v, w }: GammaCoefficients, from: number, to: number): void => {
  for (let i = from; i < to; i++) {
    let level = 0;
    while (level < finestLevel && steps[level]! * v[i]! * pointsPerWidth > 1) level++;
    if (level < grid.coarsest || level > grid.finest) open(grid, level);
    const out = grid.levels[level]!;
    addGaussian(out, gridPoint(level, 0), steps[level]!, out.length, a[i]!, v[i]!, w[i]!);
    grid.peaks[level]! += Math.abs(w[i]!);
  }
};

/** Adds a profile that is not finished yet, level by level. */
export const addProfile = (grid: ProfileGrid, other: ProfileGrid): void => {
  for (let level = other.coarsest; level <= other.finest; level++) {
    if (level < grid.coarsest || level > grid.finest) open(grid, level);
    const out = grid.levels[level]!;
    const more = other.levels[level]!;
    for (let j = 0; j < out.length; j++) out[j]! += more[j]!;
    grid.peaks[level]! += other.peaks[level]!;
  }
};

/** How far a value of the finished profile may be from the exact sum, in USD per 1 %: twice the bounds of interpolation and of the recurrence. */
export const profileDoubt = ({ peaks, coarsest, finest }: ProfileGrid): number => {
  let doubt = 0;
  for (let level = coarsest; level <= finest; level++) doubt += peaks[level]! * (level < finest ? 6e-7 : 1e-12);
  return doubt;
};

/** Sums all levels onto the finest in use and returns it: the whole profile. */
export const finishProfile = (grid: ProfileGrid): Float64Array => {
  for (let level = grid.coarsest; level < grid.finest; level++) refine(grid.levels[level]!, grid.levels[level + 1]!);
  return grid.levels[grid.finest]!;
};

/** Adds a profile to the grid of half its step: even points coincide, odd ones are six-point Lagrange midpoints. */
const refine = (coarse: Float64Array, fine: Float64Array): void => {
  // Fine index j is offset j − margin; the first is odd, between coarse offsets −3 and −2.
  for (let j = 0; j < fine.length; j += 2) {
    const c = j >> 1;
    fine[j]! +=
      (3 * (coarse[c]! + coarse[c + 5]!) - 25 * (coarse[c + 1]! + coarse[c + 4]!) + 150 * (coarse[c + 2]! + coarse[c + 3]!)) /
      256;
  }
  for (let j = 1; j < fine.length; j += 2) fine[j]! += coarse[(j + margin) >> 1]!;
};

import { dayShape } from './day-shape.ts';
import { fillNormals, fnv1a, normalOf, sfc32 } from './random.ts';

/** A source of returns: log deviation from its long-run level, stationary, known at any second without knowing the days before. */
export interface Factor {
  /** Seed and name: the only thing that makes two factors differ beside their sizes. */
  readonly label: string;
  /** Standard deviation of the log return from open to close. */
  readonly intradayVol: number;
  /** Standard deviation of the log return from close to the next open. */
  readonly gapVol: number;
  /** Share of yesterday's deviation that is left today; below 1, so that prices stay near their base for years. */
  readonly persistence: number;
}

const memoryDaysMax = 160;

const gapOf = (factor: Factor, dayNumber: number): number => factor.gapVol * normalOf(fnv1a(`${factor.label}/gap`), dayNumber);

const dayReturnOf = (factor: Factor, dayNumber: number): number =>
  factor.intradayVol * normalOf(fnv1a(`${factor.label}/day`), dayNumber);

/** Deviation at the close of a session: the decayed sum of the shocks of the sessions up to it, newest first in `dayNumbers`. */
const deviationAtClose = (factor: Factor, dayNumbers: readonly number[]): number => {
  // Both labels hashed once: this is asked for hundreds of sessions in a row.
  const gapLabel = fnv1a(`${factor.label}/gap`);
  const dayLabel = fnv1a(`${factor.label}/day`);
  let weight = 1;
  let sum = 0;
  for (const day of dayNumbers.slice(0, memoryDaysMax)) {
    sum += weight * (factor.gapVol * normalOf(gapLabel, day) + factor.intradayVol * normalOf(dayLabel, day));
    weight *= factor.persistence;
  }
  return sum;
};

/** Deviation at the first second of a session. */
const deviationAtOpen = (factor: Factor, dayNumber: number, earlierDays: readonly number[]): number =>
  deviationAtClose(factor, earlierDays) * factor.persistence + gapOf(factor, dayNumber);

/** Deviation at the last second of a session, without the way there. */
export const factorAtClose = (factor: Factor, dayNumber: number, earlierDays: readonly number[]): number =>
  deviationAtOpen(factor, dayNumber, earlierDays) + dayReturnOf(factor, dayNumber);

/** How many earlier sessions `factorPath` wants to be told about. */
export const factorMemoryDays = memoryDaysMax;

/**
 * The deviation at each second of a session, `seconds + 1` entries. A Brownian bridge with the day's variance shape: its end is the
 * day's own shock, so that tomorrow's start needs no walk through today.
 */
export const factorPath = (factor: Factor, dayNumber: number, earlierDays: readonly number[], seconds: number): Float64Array => {
  const start = deviationAtOpen(factor, dayNumber, earlierDays);
  const target = dayReturnOf(factor, dayNumber);
  const shape = dayShape(seconds);
  const steps = new Float64Array(seconds);
  fillNormals(sfc32(`${factor.label}/${dayNumber}`), steps);
  const path = new Float64Array(seconds + 1);
  let walk = 0;
  for (let s = 0; s < seconds; s++) {
    walk += (steps[s] ?? 0) * factor.intradayVol * Math.sqrt((shape.variance[s + 1] ?? 0) - (shape.variance[s] ?? 0));
    path[s + 1] = walk;
  }
  const miss = target - walk;
  for (let s = 0; s <= seconds; s++) path[s] = start + (path[s] ?? 0) + miss * (shape.variance[s] ?? 0);
  return path;
};

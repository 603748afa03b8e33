import type { Unit } from './unit.ts';

/** Calendar time as a fraction of a 365-day year (525 600 minutes). */
export type YearFraction = Unit<'years'>;

export const yearFraction = (value: number): YearFraction => {
  if (!Number.isFinite(value)) throw new RangeError(`YearFraction must be finite, got ${value}`);
  return value as YearFraction;
};

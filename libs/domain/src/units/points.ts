import type { Unit } from './unit.ts';

/** A price or strike, in points of the underlying (USD per share for ETFs and stocks). */
export type Points = Unit<'points'>;

export const points = (value: number): Points => {
  if (!(Number.isFinite(value) && value >= 0)) throw new RangeError(`Points must be finite and not negative, got ${value}`);
  return value as Points;
};

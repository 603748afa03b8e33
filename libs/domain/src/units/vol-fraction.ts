import type { Unit } from './unit.ts';

/** An implied volatility as a fraction a year: 0.18 is 18 %. */
export type VolFraction = Unit<'volatility'>;

export const volFraction = (value: number): VolFraction => {
  if (!(Number.isFinite(value) && value > 0)) throw new RangeError(`VolFraction must be finite and positive, got ${value}`);
  return value as VolFraction;
};

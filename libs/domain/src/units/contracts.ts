import type { Unit } from './unit.ts';

/** A number of option contracts. */
export type Contracts = Unit<'contracts'>;

export const contracts = (value: number): Contracts => {
  if (!(Number.isFinite(value) && value >= 0)) throw new RangeError(`Contracts must be finite and not negative, got ${value}`);
  return value as Contracts;
};

import type { Unit } from './unit.ts';

/** USD of hedging flow for a 1 % move of the underlying; positive when dealers are long gamma. */
export type UsdPerPercent = Unit<'USD/%'>;

export const usdPerPercent = (value: number): UsdPerPercent => {
  if (!Number.isFinite(value)) throw new RangeError(`UsdPerPercent must be finite, got ${value}`);
  return value as UsdPerPercent;
};

import type { StrikeWindow } from './view-state.ts';

/** Enough rows to fill a screen. */
const rowsWanted = 36;
const fractions = [0.02, 0.05, 0.1] as const;

/** The fraction of spot on each side that gets rows, null for all; `auto` is the narrowest window that fills the chart. */
export const windowFraction = (window: StrikeWindow, strikes: readonly number[], spot: number): number | null => {
  if (window === 'all') return null;
  if (window !== 'auto') return Number(window) / 100;
  return (
    fractions.find((fraction) => strikes.filter((strike) => Math.abs(strike - spot) <= spot * fraction).length >= rowsWanted) ??
    null
  );
};

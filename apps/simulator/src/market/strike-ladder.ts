import type { SymbolProfile } from './symbol-profile.ts';

/** How many fine strikes stand on each side of the money, by kind; far expiries have none. */
const fineCount = { index: 22, etf: 18, stock: 8 } as const;
const middleCount = { index: 10, etf: 0, stock: 6 } as const;
const fineDaysMax = 45;

/**
 * Strikes listed for an expiry, ascending, in points: fine steps at the money, wider ones outwards, as far as three and a half
 * standard deviations. Built around a round centre, so that a quiet day does not relist the ladder.
 */
export const strikeLadder = (profile: SymbolProfile, reference: number, calendarDays: number): readonly number[] => {
  const [fine, middle, coarse] = profile.strikeSteps;
  const centre = Math.round(reference / (coarse * 2)) * coarse * 2;
  const deviation = profile.monthVol * Math.sqrt(Math.max(calendarDays, 1) / 365);
  const reach = reference * Math.min(Math.max(3.5 * deviation, 0.045), 0.2);
  const fineReach = calendarDays <= fineDaysMax ? fine * fineCount[profile.kind] : 0;
  const middleReach = Math.max(
    fineReach,
    middle * (middleCount[profile.kind] + (fineReach === 0 ? fineCount[profile.kind] / 2 : 0)),
  );
  const strikes = new Set<number>();
  const add = (step: number, distance: number): void => {
    const first = Math.ceil((centre - distance) / step) * step;
    for (let strike = first; strike <= centre + distance; strike += step) if (strike > 0) strikes.add(strike);
  };
  add(fine, fineReach);
  add(middle, middleReach);
  add(coarse, reach);
  return [...strikes].sort((a, b) => a - b);
};

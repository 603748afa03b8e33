import type { SymbolProfile } from './symbol-profile.ts';

/** One session in the life of a series, as its exchange sees it before the open. */
export interface LadderDay {
  /** The close before, in points. */
  readonly reference: number;
  /** Calendar days left to the expiry. */
  readonly calendarDays: number;
}

/** How many fine and middle strikes stand on each side of the money, by kind; far expiries have none. */
const fineCount = { index: 16, etf: 10, stock: 8 } as const;
const middleCount = { index: 8, etf: 0, stock: 6 } as const;
const fineDaysMax = 14;

/** Sessions, about, since a strike of a series could first be listed: fine ones come two weeks before the expiry. */
export const strikeAge = (profile: SymbolProfile, strike: number, seriesAge: number, calendarDays: number): number => {
  const [fine, middle, coarse] = profile.strikeSteps;
  if (strike % (middle > fine ? middle : coarse) === 0) return seriesAge;
  return Math.min(seriesAge, (Math.max(fineDaysMax - calendarDays, 0) * 5) / 7);
};

interface Span {
  readonly step: number;
  low: number;
  high: number;
}

/** How far each ladder reaches from the money on a day, fine to coarse, in points; null where none is listed. */
const reachesOf = (profile: SymbolProfile, { reference, calendarDays }: LadderDay): readonly (number | null)[] => {
  const [fine, middle] = profile.strikeSteps;
  const deviation = profile.monthVol * Math.sqrt(Math.max(calendarDays, 1) / 365);
  const near = calendarDays <= fineDaysMax;
  return [
    near ? fine * fineCount[profile.kind] : null,
    middle > fine ? middle * middleCount[profile.kind] : null,
    reference * Math.min(Math.max(3.5 * deviation, 0.045), 0.13),
  ];
};

/**
 * Strikes of a series, ascending, in points: fine steps at the money, wider ones outwards, as far as three and a half standard
 * deviations. `days` are all its sessions so far. Each ladder spans what any of them called for, so that a strike once listed
 * stays until the expiry settles, wherever the price goes.
 */
export const strikeLadder = (profile: SymbolProfile, days: readonly LadderDay[]): readonly number[] => {
  const spans: readonly Span[] = profile.strikeSteps.map((step) => ({ step, low: Number.POSITIVE_INFINITY, high: 0 }));
  const round = profile.strikeSteps[2] * 2;
  for (const day of days) {
    // Around a round centre: a quiet day adds nothing.
    const centre = Math.round(day.reference / round) * round;
    const reaches = reachesOf(profile, day);
    spans.forEach((span, index) => {
      const reach = reaches[index] ?? null;
      if (reach === null) return;
      span.low = Math.min(span.low, centre - reach);
      span.high = Math.max(span.high, centre + reach);
    });
  }
  const strikes = new Set<number>();
  for (const { step, low, high } of spans)
    for (let strike = Math.ceil(low / step) * step; strike <= high; strike += step) if (strike > 0) strikes.add(strike);
  return [...strikes].sort((a, b) => a - b);
};

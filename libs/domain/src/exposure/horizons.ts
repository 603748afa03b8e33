import { daysBetween } from '../calendar/civil-date.ts';
import { easternDate } from '../calendar/eastern-time.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Analysis } from './analyse.ts';
import type { Levels, SliceLevels } from './analysis.ts';
import type { Exposures } from './exposure-kinds.ts';
import { sumExposures } from './exposure-tally.ts';
import type { GreekExposures } from './greek-exposures.ts';
import { type VolumeWalls, volumeWalls } from './position-marks.ts';

/** Expiries up to so many calendar days ahead, New York's today being 0. Each holds the ones before it. */
export const horizons = [
  { name: '0dte', daysMax: 0 },
  { name: 'weekly', daysMax: 7 },
  { name: 'monthly', daysMax: 35 },
  { name: 'all', daysMax: Number.POSITIVE_INFINITY },
] as const;

export type HorizonName = (typeof horizons)[number]['name'];

/** The `horizonDays` of an analysis that `horizonLevels` is to read. */
export const nearTermDays: readonly number[] = horizons.map(({ daysMax }) => daysMax).filter(Number.isFinite);

/** Whether an expiry (`YYYY-MM-DD`) belongs to the horizon at a moment. */
export const withinHorizon = (name: HorizonName, expiry: string, asOf: EpochMs): boolean =>
  daysBetween(easternDate(asOf), expiry) <= horizons.find((each) => each.name === name)!.daysMax;

export interface HorizonLevels {
  readonly name: HorizonName;
  /** How many expiries it holds. */
  readonly expiries: number;
  readonly levels: SliceLevels;
  readonly exposures: Exposures;
  readonly volumeWalls: VolumeWalls;
  /** Of all gross GEX, 0…1; null where there is none at all. */
  readonly grossShare: number | null;
}

/** The same book by horizon: levels of their own (roots, walls and kings do not add up), exposures as sums over their expiries. `whole` was analysed with `nearTermDays`. */
export const horizonLevels = (whole: Analysis, exposures: GreekExposures): readonly HorizonLevels[] => {
  if (whole.horizons.length !== nearTermDays.length) throw new RangeError('the analysis has no horizons: ask for nearTermDays');
  const { gross } = whole.levels.total;
  const today = easternDate(whole.levels.asOf);
  const daysAhead = whole.levels.expiries.map(({ expiry }) => daysBetween(today, expiry));
  return horizons.map(({ name, daysMax }, i) => {
    const levels = whole.horizons[i] ?? sliceOf(whole.levels);
    // Expiries come by settlement, so a horizon holds the first ones.
    const count = daysAhead.filter((days) => days <= daysMax).length;
    const within = exposures.expiries.filter(({ expiry }) => daysBetween(today, expiry) <= daysMax);
    return {
      name,
      expiries: count,
      levels,
      exposures: sumExposures(within.map((each) => each.exposures)),
      volumeWalls: volumeWalls(whole.cells, 0, count),
      grossShare: gross > 0 ? levels.total.gross / gross : null,
    };
  });
};

/** Without what the whole book says of itself and of each expiry. */
const sliceOf = ({ underlying: _, asOf: __, spot: ___, model: ____, expiries: _____, ...slice }: Levels): SliceLevels => slice;

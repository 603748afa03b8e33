import { daysBetween } from '../calendar/civil-date.ts';
import { easternDate } from '../calendar/eastern-time.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { type AnalysisInput, analyse } from './analyse.ts';
import type { Cells, Levels, SliceLevels } from './analysis.ts';
import type { Exposures } from './exposure-kinds.ts';
import { sumExposures } from './exposure-tally.ts';
import type { GreekExposures } from './greek-exposures.ts';
import type { PositionColumns } from './position-columns.ts';
import { type VolumeWalls, volumeWalls } from './position-marks.ts';

/** Expiries up to so many calendar days ahead, New York's today being 0. Each holds the ones before it. */
export const horizons = [
  { name: '0dte', daysMax: 0 },
  { name: 'weekly', daysMax: 7 },
  { name: 'monthly', daysMax: 35 },
  { name: 'all', daysMax: Number.POSITIVE_INFINITY },
] as const;

export type HorizonName = (typeof horizons)[number]['name'];

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

/** The same book by horizon: levels of their own (roots, walls and kings do not add up), exposures as sums over their expiries. */
export const horizonLevels = (
  input: AnalysisInput,
  whole: { readonly levels: Levels; readonly cells: Cells },
  exposures: GreekExposures,
): readonly HorizonLevels[] => {
  const { gross } = whole.levels.total;
  return horizons.map(({ name, daysMax }) => {
    const within = ({ expiry }: { readonly expiry: string }): boolean => withinHorizon(name, expiry, input.asOf);
    const levels = sliceOf(daysMax === Number.POSITIVE_INFINITY ? whole.levels : analyse(narrowed(input, within)).levels);
    return {
      name,
      expiries: whole.levels.expiries.filter(within).length,
      levels,
      exposures: sumExposures(exposures.expiries.filter(within).map((each) => each.exposures)),
      volumeWalls: volumeWalls(whole.cells, (index) => within(whole.cells.expiries[index]!)),
      grossShare: gross > 0 ? levels.total.gross / gross : null,
    };
  });
};

/** Without what the whole book says of itself and of each expiry. */
const sliceOf = ({ underlying: _, asOf: __, spot: ___, model: ____, expiries: _____, ...slice }: Levels): SliceLevels => slice;

/** The rows of some expiries alone, the slots as they are. */
const narrowed = (input: AnalysisInput, within: (slot: { readonly expiry: string }) => boolean): AnalysisInput => {
  const { positions, expiries } = input;
  const kept = expiries.map(within);
  const rows = Array.from({ length: positions.length }, (_, row) => row).filter((row) => kept[positions.expiryIndex[row]!]);
  const pick = <C extends Float64Array | Uint16Array | Int8Array | Uint8Array>(from: C, into: C): C => {
    rows.forEach((row, i) => {
      into[i] = from[row]!;
    });
    return into;
  };
  const column = (from: Float64Array): Float64Array => pick(from, new Float64Array(rows.length));
  const columns: PositionColumns = {
    length: rows.length,
    strike: column(positions.strike),
    expiryIndex: pick(positions.expiryIndex, new Uint16Array(rows.length)),
    side: pick(positions.side, new Int8Array(rows.length)),
    openInterest: column(positions.openInterest),
    volume: column(positions.volume),
    multiplier: column(positions.multiplier),
    iv: column(positions.iv),
    exclusion: pick(positions.exclusion, new Uint8Array(rows.length)),
  };
  const { layout: _, extraExcluded: __, ...rest } = input;
  return { ...rest, positions: columns };
};

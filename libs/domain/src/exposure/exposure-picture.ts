import { type Analyse, type AnalysisInput, analyse } from './analyse.ts';
import type { ExpiryLevels, Levels } from './analysis.ts';
import { type ExpectedMove, expectedMove } from './expected-move.ts';
import { type ExposureCurve, exposureCurve } from './exposure-curve.ts';
import type { Exposures } from './exposure-kinds.ts';
import { type GreekExposures, greekExposures } from './greek-exposures.ts';
import { type HorizonLevels, horizonLevels, nearTermDays } from './horizons.ts';
import { expiryTerm } from './position-columns.ts';
import { expiryMaxPain, type VolumeWalls, volumeWalls } from './position-marks.ts';
import type { QuotePair } from './quote-pairs.ts';

/** Everything that is told of a book under one measure and one dealer model. */
export interface ExposurePicture {
  readonly levels: Levels;
  readonly total: Exposures;
  readonly horizons: readonly HorizonLevels[];
  readonly curve: ExposureCurve;
  /** Beside `levels.expiries`, one each. */
  readonly expiries: readonly ExpiryPicture[];
  readonly strikes: GreekExposures['strikes'];
}

export interface ExpiryPicture {
  /** Null where nobody holds anything. */
  readonly exposures: Exposures | null;
  readonly maxPain: number | null;
  readonly volumeWalls: VolumeWalls;
  readonly expectedMove: ExpectedMove;
  /** In points. */
  readonly forward: number;
  /** Continuously compounded, a year: what gives the forward. Under a day a yield implied by quotes is noise, and the configured one stands. */
  readonly rate: number;
  readonly dividendYield: number;
}

/** `pairs`: two-sided quotes by index in `input.expiries`; `analyseBook`: an analyser that is kept. At leisure: see `greekExposures`. */
export const exposurePicture = (
  input: AnalysisInput,
  pairs: readonly (readonly QuotePair[])[],
  analyseBook: Analyse = analyse,
): ExposurePicture => {
  const whole = analyseBook({ ...input, horizonDays: nearTermDays });
  const { spot, asOf, carry, expiries: slots } = input;
  const exposures = greekExposures(input);

  const expiryPicture = ({ expiry, settlement, atmIv }: ExpiryLevels, index: number): ExpiryPicture => {
    const same = (other: Pick<ExpiryLevels, 'expiry' | 'settlement'>): boolean =>
      other.expiry === expiry && other.settlement === settlement;
    const slot = slots.findIndex(same);
    const term = expiryTerm(slots[slot]!, asOf, carry);
    const forward = spot * Math.exp(term.carry);
    return {
      exposures: exposures.expiries.find(same)?.exposures ?? null,
      maxPain: expiryMaxPain(whole.cells, index),
      volumeWalls: volumeWalls(whole.cells, index, index + 1),
      expectedMove: expectedMove(atmIv, pairs[slot]!, spot, forward, term.years),
      forward,
      rate: term.rate,
      dividendYield: term.dividendYield,
    };
  };
  return {
    levels: whole.levels,
    total: exposures.total,
    horizons: horizonLevels(whole, exposures),
    curve: exposureCurve(input),
    expiries: whole.levels.expiries.map(expiryPicture),
    strikes: exposures.strikes,
  };
};

import { type Points, points } from '../units/points.ts';
import type { SliceLevels } from './analysis.ts';
import type { Measure } from './measure.ts';
import { contractCount, putCallRatio, type SliceTally, totalsOf } from './slice-tally.ts';
import type { StrikeLevels } from './strike-levels.ts';
import { zeroGammaOf } from './zero-gamma.ts';

/** What an analysis knows of a slice beside its sums. */
export interface SliceContext {
  /** In points. */
  readonly spot: number;
  readonly measure: Measure;
  /** By exclusion code. */
  readonly reasons: readonly string[];
  readonly extraExcluded?: Readonly<Record<string, number>>;
}

/** `roots` in x = ln(spot' / spot), ascending. */
export const sliceLevels = (
  tally: SliceTally,
  roots: readonly number[],
  marks: StrikeLevels,
  { spot, measure, reasons, extraExcluded }: SliceContext,
): SliceLevels => ({
  total: totalsOf(tally),
  ...zeroGammaOf(roots, spot),
  callWall: maybePoints(marks.callWall),
  putWall: maybePoints(marks.putWall),
  maxGrossStrike: maybePoints(marks.maxGrossStrike),
  maxNetStrike: maybePoints(marks.maxNetStrike),
  putCallRatioOi: putCallRatio(tally.putOi, tally.callOi),
  putCallRatioVolume: putCallRatio(tally.putVolume, tally.callVolume),
  contracts: contractCount(tally, reasons, measure, extraExcluded),
});

const maybePoints = (value: number | null): Points | null => (value === null ? null : points(value));

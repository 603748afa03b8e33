import { daysBetween } from '../calendar/civil-date.ts';
import { easternDate } from '../calendar/eastern-time.ts';
import { logMoneyness } from '../pricing/option-terms.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { points } from '../units/points.ts';
import type { Carry, Cells, ExpiryLevels, ExposureModel, Levels, SliceLevels } from './analysis.ts';
import { type BookLayout, bookLayout } from './book-layout.ts';
import { type CellColumns, cellColumns, compactCells } from './cell-columns.ts';
import { type DealerModel, signsOf } from './dealer-model.ts';
import { exactProfile } from './exact-profile.ts';
import { type GammaCoefficients, gammaCoefficients } from './gamma-coefficients.ts';
import { inventoryOf, type Measure, measureWeights } from './measure.ts';
import { defaultExclusionReasons, type ExpirySlot, expiryTerm, type PositionColumns } from './position-columns.ts';
import {
  addContracts,
  addProfile,
  clearProfile,
  finishProfile,
  type ProfileGrid,
  profileDoubt,
  profileGrid,
} from './profile-grid.ts';
import { profileRoots } from './profile-roots.ts';
import { type SliceContext, sliceLevels } from './slice-levels.ts';
import { addTally, type SliceTally, sliceTally } from './slice-tally.ts';
import { scanSlot } from './slot-scan.ts';
import { strikeLevels } from './strike-levels.ts';
import { noSmile, volatilitySmile } from './volatility-smile.ts';
import { zeroGammaMinutesMin } from './zero-gamma.ts';

/** A book at one moment: all that its exposures depend on. */
export interface AnalysisInput {
  readonly underlying: string;
  readonly asOf: EpochMs;
  /** In points, positive. */
  readonly spot: number;
  readonly carry: Carry;
  readonly ivOrder: 'live' | 'file';
  /** `naive` unless given. */
  readonly dealerModel?: DealerModel;
  /** `oi` unless given. */
  readonly measure?: Measure;
  readonly positions: PositionColumns;
  readonly expiries: readonly ExpirySlot[];
  /** What the codes in `positions.exclusion` mean; `defaultExclusionReasons` unless given. */
  readonly exclusionReasons?: readonly string[];
  /** Contracts that never became rows, by reason: added to the counts of the total. */
  readonly extraExcluded?: Readonly<Record<string, number>>;
  /** Levels are also wanted of all expiries up to so many calendar days ahead (New York's today is 0), each; ascending. */
  readonly horizonDays?: readonly number[];
  /** From `bookLayout` on these positions and expiries; worked out when absent (most of a cold call's time). */
  readonly layout?: BookLayout;
}

export interface Analysis {
  readonly levels: Levels;
  readonly cells: Cells;
  /** One for each of the input's `horizonDays`: what the analysis of those expiries alone would say, to the bit. */
  readonly horizons: readonly SliceLevels[];
}

export type Analyse = (input: AnalysisInput) => Analysis;

/**
 * Gamma exposure of a book: totals, walls, kings and every zero-gamma root, in total and per settlement, and the strike × expiry cells.
 *
 * Which contracts count: those past settlement are `expired`; rows with an exclusion code count nowhere else; the others show their open
 * interest and volume in cells and put/call ratios, and have exposure if they are held (`no-open-interest`, `no-volume`) and have an IV
 * (`no-iv`).
 * The first of these reasons that holds is the one counted.
 *
 * Sums are taken in canonical order: the order of rows and slots never changes a bit of the result.
 * Throws RangeError on a spot that is not positive and on codes or slots that do not exist.
 */
export const analyse: Analyse = (input) => createAnalyser()(input);

/** An `analyse` that keeps its scratch columns between calls: for whoever calls it again and again. Results never alias the scratch. */
export const createAnalyser = (): Analyse => {
  let scratch = exposureScratch(0, 0);
  return (input) => {
    if (!(input.spot > 0 && Number.isFinite(input.spot)))
      throw new RangeError(`spot must be finite and positive, got ${input.spot}`);
    const layout = input.layout ?? bookLayout(input.positions, input.expiries);
    if (layout.rows.length !== input.positions.length)
      throw new RangeError(`the layout has ${layout.rows.length} rows, the book ${input.positions.length}: build it again`);
    if (layout.rows.length > scratch.rows || layout.strikes.length > scratch.strikeCall.length)
      scratch = exposureScratch(layout.rows.length, layout.strikes.length);
    return analyseInto(scratch, layout, input);
  };
};

interface ExposureScratch {
  readonly rows: number;
  readonly coefficients: GammaCoefficients;
  readonly cells: CellColumns;
  readonly logStrikes: Float64Array;
  /** Of all expiries, by strike. */
  readonly strikeCall: Float64Array;
  readonly strikePut: Float64Array;
  readonly cellStrikes: Float64Array;
  readonly sliceProfile: ProfileGrid;
  readonly totalProfile: ProfileGrid;
}

const exposureScratch = (rows: number, strikes: number): ExposureScratch => ({
  rows,
  coefficients: gammaCoefficients(rows),
  cells: cellColumns(rows),
  logStrikes: new Float64Array(strikes),
  strikeCall: new Float64Array(strikes),
  strikePut: new Float64Array(strikes),
  cellStrikes: new Float64Array(rows),
  sliceProfile: profileGrid(),
  totalProfile: profileGrid(),
});

const analyseInto = (scratch: ExposureScratch, layout: BookLayout, input: AnalysisInput): Analysis => {
  const { spot, asOf, expiries } = input;
  const reasons = input.exclusionReasons ?? defaultExclusionReasons;
  const context: SliceContext = { spot, measure: measureOf(input), reasons };
  const { strikes } = layout;
  for (let k = 0; k < strikes.length; k++) scratch.logStrikes[k] = logMoneyness(strikes[k]!, spot);
  scratch.strikeCall.fill(0);
  scratch.strikePut.fill(0);
  scratch.cells.length = 0;
  clearProfile(scratch.totalProfile);

  const total = sliceTally(reasons.length);
  const slices: ExpiryLevels[] = [];
  let coefficientCount = 0;
  let flipHasMeaning = false;
  /** Of the slots so far. Finishes the profile that it is given. */
  const levelsSoFar = (profile: ProfileGrid, of: SliceContext): SliceLevels => {
    const roots = flipHasMeaning ? rootsOf(profile, scratch.coefficients, 0, coefficientCount) : [];
    const marks = strikeLevels(strikes, scratch.strikeCall, scratch.strikePut, 0, strikes.length, spot);
    return sliceLevels(total, roots, marks, of);
  };
  const { horizonDays = [] } = input;
  const horizons: SliceLevels[] = [];
  const closeHorizons = (nextExpiry: string | null): void => {
    const today = easternDate(asOf);
    while (horizons.length < horizonDays.length) {
      if (nextExpiry !== null && daysBetween(today, nextExpiry) <= horizonDays[horizons.length]!) return;
      // On a copy: the sums go on with the slots that follow.
      clearProfile(scratch.sliceProfile);
      addProfile(scratch.sliceProfile, scratch.totalProfile);
      horizons.push(levelsSoFar(scratch.sliceProfile, context));
    }
  };
  for (let ordinal = 0; ordinal < layout.slots.length; ordinal++) {
    const rowCount = layout.slotStart[ordinal + 1]! - layout.slotStart[ordinal]!;
    if (rowCount === 0) continue;
    const slot = expiries[layout.slots[ordinal]!]!;
    if (horizonDays.length > 0) closeHorizons(slot.expiry);
    if (slot.settlesMs <= asOf) {
      total.expired += rowCount;
      continue;
    }
    const tally = sliceTally(reasons.length);
    const first = coefficientCount;
    const [levels, next] = analyseSlot(scratch, layout, input, ordinal, slices.length, first, tally, context);
    coefficientCount = next;
    flipHasMeaning ||= tally.used > 0 && minutesLeft(slot, asOf) >= zeroGammaMinutesMin;
    addTally(total, tally);
    slices.push(levels);
  }
  checkCodes(total, input.positions, reasons);
  if (horizonDays.length > 0) closeHorizons(null);

  const model: ExposureModel = {
    measure: context.measure,
    convention: signsOf(input.dealerModel, context.measure).convention,
    carry: input.carry,
    kernel: 'bsm',
    ivOrder: input.ivOrder,
  };
  const head = { underlying: input.underlying, asOf, spot: points(spot), model };
  return {
    levels: {
      ...head,
      ...levelsSoFar(scratch.totalProfile, { ...context, extraExcluded: input.extraExcluded ?? {} }),
      expiries: slices,
    },
    cells: {
      ...head,
      expiries: slices.map(({ expiry, settlement, settlesMs }) => ({ expiry, settlement, settlesMs })),
      strikes: strikes.slice(),
      ...withoutLength(compactCells(scratch.cells)),
    },
    horizons,
  };
};

const measureOf = ({ measure = 'oi' }: AnalysisInput): Measure => measure;

const minutesLeft = (slot: ExpirySlot, asOf: EpochMs): number => (slot.settlesMs - asOf) / 60_000;

const analyseSlot = (
  scratch: ExposureScratch,
  layout: BookLayout,
  input: AnalysisInput,
  ordinal: number,
  expiryIndex: number,
  first: number,
  tally: SliceTally,
  context: SliceContext,
): [levels: ExpiryLevels, nextCoefficient: number] => {
  const { cells, coefficients, sliceProfile, logStrikes, cellStrikes } = scratch;
  const slot = input.expiries[layout.slots[ordinal]!]!;
  const term = expiryTerm(slot, input.asOf, input.carry);
  const firstCell = cells.length;
  const weights = measureWeights(context.measure, slot, input.asOf);
  const signs = signsOf(input.dealerModel, context.measure);
  const inventory = inventoryOf(input.positions, context.measure);
  const target = { coefficients, cells, tally, logStrikes, expiryIndex, weights, inventory, signs };
  const next = scanSlot(input.positions, layout, ordinal, term, target, first);
  for (let cell = firstCell; cell < cells.length; cell++) {
    const k = cells.strikeIndex[cell]!;
    cellStrikes[cell] = layout.strikes[k]!;
    scratch.strikeCall[k]! += cells.callGex[cell]!;
    scratch.strikePut[k]! += cells.putGex[cell]!;
  }
  clearProfile(sliceProfile);
  addContracts(sliceProfile, coefficients, first, next);
  addProfile(scratch.totalProfile, sliceProfile);
  const roots = minutesLeft(slot, input.asOf) >= zeroGammaMinutesMin ? rootsOf(sliceProfile, coefficients, first, next) : [];
  const marks = strikeLevels(cellStrikes, cells.callGex, cells.putGex, firstCell, cells.length, input.spot);
  const { expiry, settlement, settlesMs } = slot;
  const smile = term.floored ? noSmile : volatilitySmile(input.positions, layout, ordinal, term, logStrikes);
  const levels = sliceLevels(tally, roots, marks, context);
  return [{ expiry, settlement, settlesMs, floored: term.floored, ...smile, ...levels }, next];
};

const rootsOf = (profile: ProfileGrid, coefficients: GammaCoefficients, from: number, to: number): number[] =>
  to > from
    ? profileRoots(finishProfile(profile), profile.finest, profileDoubt(profile), exactProfile(coefficients, from, to))
    : [];

const withoutLength = ({ length: _, ...columns }: CellColumns): Omit<CellColumns, 'length'> => columns;

/** A code beyond the list was not counted (typed arrays ignore it); rows must never vanish unseen. */
const checkCodes = (total: SliceTally, { length, exclusion }: PositionColumns, reasons: readonly string[]): void => {
  const counted = total.given.reduce((sum, n) => sum + n, total.expired + total.used + total.empty + total.noIv);
  if (counted === length) return;
  const code = exclusion.subarray(0, length).find((value) => value >= reasons.length);
  throw new RangeError(`exclusion code ${code} has no reason: exclusionReasons lists ${reasons.length}`);
};

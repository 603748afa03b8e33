import { logMoneyness } from '../pricing/option-terms.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Carry } from './analysis.ts';
import { type BookLayout, bookLayout } from './book-layout.ts';
import { type GammaCoefficients, gammaCoefficients, gammaExposureAt, setGammaCoefficients } from './gamma-coefficients.ts';
import { type ExpirySlot, type ExpiryTerm, expiryTerm, type PositionColumns } from './position-columns.ts';
import { type StrikeLevels, strikeLevels } from './strike-levels.ts';

/** The market a full recompute starts from. */
export interface ExposureMarket {
  /** In points, positive. */
  readonly spot: number;
  readonly asOf: EpochMs;
  readonly carry: Carry;
}

/** Exposures in USD per 1 %, walls and kings over all expiries. */
export interface IncrementalLevels extends StrikeLevels {
  readonly call: number;
  /** Not positive. */
  readonly put: number;
  readonly net: number;
  readonly gross: number;
}

/**
 * Spot exposures of one book kept up between full analyses, so that a change can be seen at once. It reads the columns it was given,
 * which stay the caller's: change a row's IV, open interest, multiplier or exclusion there, then `update(row)`. A change of strike,
 * expiry, side or number of rows needs a new one. Time stands still until the next `recompute`. Roundings gather slowly (1e-13 of gross
 * after a million updates); `recompute` clears them, and what is stored comes from `analyse`, never from here.
 */
export interface IncrementalExposure {
  recompute(market: ExposureMarket): void;
  /** Constant time. Throws RangeError on a row that does not exist. */
  update(row: number): void;
  /** Moves all contracts to a new spot at the time of the last `recompute`: one exponential each. */
  respot(spot: number): void;
  /** One pass over the strikes. */
  levels(): IncrementalLevels;
  /** One row's exposure, USD per 1 %, signed; 0 for a contract that does not count. */
  contribution(row: number): number;
}

/** Starts with `recompute` done. Not for `analyse`'s counts or roots: only what spot exposures say. */
export const incrementalExposure = (
  positions: PositionColumns,
  expiries: readonly ExpirySlot[],
  market: ExposureMarket,
  layout: BookLayout = bookLayout(positions, expiries),
): IncrementalExposure => {
  const state = exposureState(positions, expiries, layout, market);
  recompute(state, market);
  return {
    recompute: (next) => recompute(state, next),
    update: (row) => update(state, row),
    respot: (spot) => respot(state, spot),
    levels: () => levelsOf(state),
    contribution: (row) => state.contribution[row]!,
  };
};

interface ExposureState {
  readonly positions: PositionColumns;
  readonly expiries: readonly ExpirySlot[];
  readonly layout: BookLayout;
  /** Into the layout's strikes, by row. */
  readonly strikeOfRow: Uint16Array;
  /** ln(strike / anchor) by strike; the anchor is the spot of the last recompute. */
  readonly logStrikes: Float64Array;
  readonly coefficients: GammaCoefficients;
  /** By row, USD per 1 %, signed; 0 for a contract that does not count. */
  readonly contribution: Float64Array;
  readonly strikeCall: Float64Array;
  readonly strikePut: Float64Array;
  terms: readonly (ExpiryTerm | null)[];
  anchor: number;
  spot: number;
  /** ln(spot / anchor). */
  x: number;
  call: number;
  put: number;
}

const exposureState = (
  positions: PositionColumns,
  expiries: readonly ExpirySlot[],
  layout: BookLayout,
  { spot }: ExposureMarket,
): ExposureState => {
  const { length } = positions;
  const strikeOfRow = new Uint16Array(length);
  for (let position = 0; position < length; position++) strikeOfRow[layout.rows[position]!] = layout.strikeIndex[position]!;
  return {
    positions,
    expiries,
    layout,
    strikeOfRow,
    logStrikes: new Float64Array(layout.strikes.length),
    coefficients: gammaCoefficients(length),
    contribution: new Float64Array(length),
    strikeCall: new Float64Array(layout.strikes.length),
    strikePut: new Float64Array(layout.strikes.length),
    terms: [],
    anchor: spot,
    spot,
    x: 0,
    call: 0,
    put: 0,
  };
};

const recompute = (state: ExposureState, { spot, asOf, carry }: ExposureMarket): void => {
  assertSpot(spot);
  const { strikes } = state.layout;
  state.anchor = spot;
  state.spot = spot;
  state.x = 0;
  state.terms = state.expiries.map((slot) => (slot.settlesMs <= asOf ? null : expiryTerm(slot, asOf, carry)));
  for (let k = 0; k < strikes.length; k++) state.logStrikes[k] = logMoneyness(strikes[k]!, spot);
  for (let row = 0; row < state.positions.length; row++) state.contribution[row] = priceRow(state, row);
  sumContributions(state);
};

/** Exposure of one row at the current spot, its coefficients set; 0 when it does not count. */
const priceRow = (state: ExposureState, row: number): number => {
  const { positions, coefficients } = state;
  const term = state.terms[positions.expiryIndex[row]!]!;
  const openInterest = positions.openInterest[row]!;
  const iv = positions.iv[row]!;
  if (term === null || positions.exclusion[row] !== 0 || !(openInterest > 0) || !(iv > 0 && iv < Infinity)) {
    coefficients.w[row] = 0;
    return 0;
  }
  const k = state.strikeOfRow[row]!;
  const quantity = positions.side[row]! * openInterest * positions.multiplier[row]!;
  setGammaCoefficients(coefficients, row, state.logStrikes[k]!, state.layout.strikes[k]!, quantity, iv, term);
  return gammaExposureAt(coefficients, row, state.x);
};

const update = (state: ExposureState, row: number): void => {
  if (!(row >= 0 && row < state.positions.length)) throw new RangeError(`the book has no row ${row}`);
  const now = priceRow(state, row);
  const change = now - state.contribution[row]!;
  state.contribution[row] = now;
  const k = state.strikeOfRow[row]!;
  if (state.positions.side[row]! > 0) {
    state.strikeCall[k]! += change;
    state.call += change;
  } else {
    state.strikePut[k]! += change;
    state.put += change;
  }
};

const respot = (state: ExposureState, spot: number): void => {
  assertSpot(spot);
  const { coefficients, contribution, positions } = state;
  state.spot = spot;
  state.x = logMoneyness(spot, state.anchor);
  for (let row = 0; row < positions.length; row++) {
    contribution[row] = coefficients.w[row] === 0 ? 0 : gammaExposureAt(coefficients, row, state.x);
  }
  sumContributions(state);
};

/** In canonical order, so that a fresh sum does not depend on the order of rows. */
const sumContributions = (state: ExposureState): void => {
  const { positions, layout, contribution, strikeCall, strikePut } = state;
  strikeCall.fill(0);
  strikePut.fill(0);
  let call = 0;
  let put = 0;
  for (let position = 0; position < positions.length; position++) {
    const row = layout.rows[position]!;
    const k = layout.strikeIndex[position]!;
    const exposure = contribution[row]!;
    if (positions.side[row]! > 0) {
      strikeCall[k]! += exposure;
      call += exposure;
    } else {
      strikePut[k]! += exposure;
      put += exposure;
    }
  }
  state.call = call;
  state.put = put;
};

const levelsOf = ({ layout, strikeCall, strikePut, spot, call, put }: ExposureState): IncrementalLevels => ({
  ...strikeLevels(layout.strikes, strikeCall, strikePut, 0, layout.strikes.length, spot),
  call,
  put,
  net: call + put,
  gross: call - put,
});

const assertSpot = (spot: number): void => {
  if (!(spot > 0 && Number.isFinite(spot))) throw new RangeError(`spot must be finite and positive, got ${spot}`);
};

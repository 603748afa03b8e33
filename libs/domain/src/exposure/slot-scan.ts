import type { BookLayout } from './book-layout.ts';
import { type CellColumns, openCell } from './cell-columns.ts';
import type { DealerSigns } from './dealer-model.ts';
import { type GammaCoefficients, gammaExposureAt, setGammaCoefficients } from './gamma-coefficients.ts';
import { isHeld, type MeasureWeights } from './measure.ts';
import type { ExpiryTerm, PositionColumns } from './position-columns.ts';
import type { SliceTally } from './slice-tally.ts';

/** Where a scan writes. */
export interface ScanTarget {
  readonly coefficients: GammaCoefficients;
  readonly cells: CellColumns;
  readonly tally: SliceTally;
  /** ln(strike / spot) by index in the layout's strikes. */
  readonly logStrikes: Float64Array;
  readonly signs: DealerSigns;
  readonly weights: MeasureWeights;
  /** In place of the weights, where the measure has signed contracts. */
  readonly inventory: Float64Array | undefined;
  /** Number of the slot among those still in the book. */
  readonly expiryIndex: number;
}

/**
 * Goes through the contracts of slot number `ordinal` (in layout order): sums exposures into the tally and into cells, and writes one
 * coefficient triple for each contract that counts, from `next` on. Returns the next free coefficient.
 * Neighbours with one strike and one IV (a call and a put after parity) share a triple: their Gaussians differ in height only.
 */
export const scanSlot = (
  positions: PositionColumns,
  layout: BookLayout,
  ordinal: number,
  term: ExpiryTerm,
  target: ScanTarget,
  next: number,
): number => {
  const { coefficients, cells, tally, logStrikes, signs, weights, inventory } = target;
  const { a, v, w } = coefficients;
  const { rows, strikes, strikeIndex, slotStart } = layout;
  const { openInterest, volume, multiplier, iv, side, exclusion } = positions;
  const firstCoefficient = next;
  let cell = -1;
  for (let position = slotStart[ordinal]!; position < slotStart[ordinal + 1]!; position++) {
    const row = rows[position]!;
    const code = exclusion[row]!;
    if (code !== 0) {
      tally.given[code]!++;
      continue;
    }
    const k = strikeIndex[position]!;
    if (cell < 0 || cells.strikeIndex[cell] !== k) cell = openCell(cells, target.expiryIndex, k);
    const isCall = side[row]! > 0;
    addCounts(cells, cell, tally, isCall, openInterest[row]!, volume[row]!);
    const held =
      inventory === undefined ? weights.openInterest * openInterest[row]! + weights.volume * volume[row]! : inventory[row]!;
    if (!isHeld(held, inventory)) {
      tally.empty++;
      continue;
    }
    const sigma = iv[row]!;
    if (!(sigma > 0 && sigma < Infinity)) {
      tally.noIv++;
      continue;
    }
    tally.used++;
    const quantity = (isCall ? signs.call : signs.put) * held * multiplier[row]!;
    setGammaCoefficients(coefficients, next, logStrikes[k]!, strikes[k]!, quantity, sigma, term);
    const exposure = gammaExposureAt(coefficients, next, 0);
    if (isCall) {
      tally.call += exposure;
      cells.callGex[cell]! += exposure;
    } else {
      tally.put += exposure;
      cells.putGex[cell]! += exposure;
    }
    if (next > firstCoefficient && a[next] === a[next - 1] && v[next] === v[next - 1]) w[next - 1]! += w[next]!;
    else next++;
  }
  return next;
};

const addCounts = (cells: CellColumns, cell: number, tally: SliceTally, isCall: boolean, oi: number, volume: number): void => {
  if (isCall) {
    cells.callOi[cell]! += oi;
    cells.callVolume[cell]! += volume;
    tally.callOi += oi;
    tally.callVolume += volume;
  } else {
    cells.putOi[cell]! += oi;
    cells.putVolume[cell]! += volume;
    tally.putOi += oi;
    tally.putVolume += volume;
  }
};

import type { Cells } from './analysis.ts';
import { maxPain } from './max-pain.ts';
import { strikeLevels } from './strike-levels.ts';

/** The strikes that volume alone marks: no gamma is in them, and they are no walls of gamma. Null where nothing was traded on the side. */
export interface VolumeWalls {
  /** At or above spot, the largest call volume of the session. */
  readonly callVolumeWall: number | null;
  /** At or below spot, the largest put volume. */
  readonly putVolumeWall: number | null;
}

/** Over the cells of the expiries from number `from` up to `to` in `cells.expiries`. */
export const volumeWalls = (cells: Cells, from: number, to: number): VolumeWalls => {
  const [call, put] = byStrike(cells, from, to, cells.callVolume, cells.putVolume);
  const { callWall, putWall } = strikeLevels(cells.strikes, call, put, 0, cells.strikes.length, cells.spot);
  return { callVolumeWall: callWall, putVolumeWall: putWall };
};

/** Max pain of one expiry; see `maxPain`. */
export const expiryMaxPain = (cells: Cells, expiryIndex: number): number | null => {
  const [call, put] = byStrike(cells, expiryIndex, expiryIndex + 1, cells.callOi, cells.putOi);
  return maxPain(cells.strikes, call, put);
};

const byStrike = (
  { expiryIndex, strikeIndex, strikes }: Cells,
  from: number,
  to: number,
  callCells: Float64Array,
  putCells: Float64Array,
): readonly [call: Float64Array, put: Float64Array] => {
  const [call, put] = [new Float64Array(strikes.length), new Float64Array(strikes.length)];
  const end = firstCell(expiryIndex, to);
  for (let cell = firstCell(expiryIndex, from); cell < end; cell++) {
    call[strikeIndex[cell]!]! += callCells[cell]!;
    put[strikeIndex[cell]!]! += putCells[cell]!;
  }
  return [call, put];
};

/** Cells lie in the order of their expiries: the first one of this expiry or a later one, by bisection. */
const firstCell = (expiryIndex: Uint16Array, expiry: number): number => {
  let [low, high] = [0, expiryIndex.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (expiryIndex[middle]! < expiry) low = middle + 1;
    else high = middle;
  }
  return low;
};

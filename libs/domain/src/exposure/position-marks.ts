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

/** Over the cells of the expiries that are asked for, by their index in `cells.expiries`. */
export const volumeWalls = (cells: Cells, wanted: (expiryIndex: number) => boolean): VolumeWalls => {
  const [call, put] = byStrike(cells, wanted, cells.callVolume, cells.putVolume);
  const { callWall, putWall } = strikeLevels(cells.strikes, call, put, 0, cells.strikes.length, cells.spot);
  return { callVolumeWall: callWall, putVolumeWall: putWall };
};

/** Max pain of one expiry; see `maxPain`. */
export const expiryMaxPain = (cells: Cells, expiryIndex: number): number | null => {
  const [call, put] = byStrike(cells, (index) => index === expiryIndex, cells.callOi, cells.putOi);
  return maxPain(cells.strikes, call, put);
};

const byStrike = (
  { expiryIndex, strikeIndex, strikes }: Cells,
  wanted: (expiryIndex: number) => boolean,
  callCells: Float64Array,
  putCells: Float64Array,
): readonly [call: Float64Array, put: Float64Array] => {
  const [call, put] = [new Float64Array(strikes.length), new Float64Array(strikes.length)];
  for (let cell = 0; cell < expiryIndex.length; cell++) {
    if (!wanted(expiryIndex[cell]!)) continue;
    call[strikeIndex[cell]!]! += callCells[cell]!;
    put[strikeIndex[cell]!]! += putCells[cell]!;
  }
  return [call, put];
};

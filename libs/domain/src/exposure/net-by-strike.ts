import type { Cells } from './analysis.ts';

/** GEX of one strike over all expiries, USD per 1 % move; `gross` is |call| + |put|. */
export interface NetOfStrike {
  readonly strike: number;
  readonly net: number;
  readonly gross: number;
}

/** Strikes that have a cell, ascending. */
export const netByStrike = (cells: Cells): readonly NetOfStrike[] => {
  const net = new Float64Array(cells.strikes.length);
  const gross = new Float64Array(cells.strikes.length);
  const filled = new Uint8Array(cells.strikes.length);
  for (let i = 0; i < cells.strikeIndex.length; i++) {
    const at = cells.strikeIndex[i]!;
    filled[at] = 1;
    net[at]! += cells.callGex[i]! + cells.putGex[i]!;
    gross[at]! += cells.callGex[i]! + Math.abs(cells.putGex[i]!);
  }
  return Array.from(cells.strikes, (strike, at) => ({ strike, net: net[at]!, gross: gross[at]! })).filter(
    (_, at) => filled[at] === 1,
  );
};

/** The strikes that stand out in a slice, in points; null where nothing does. */
export interface StrikeLevels {
  readonly callWall: number | null;
  readonly putWall: number | null;
  readonly maxGrossStrike: number | null;
  readonly maxNetStrike: number | null;
}

/**
 * `call` and `put` are gamma exposures in USD per 1 % at `strikes[i]`, of whatever sign the dealer model gives them, for i from `from` up to `to`, strikes ascending.
 * - call wall: the strike at or above spot with the largest |call exposure|; put wall: at or below spot, the largest |put exposure|
 * - max gross: largest |call| + |put|; max net: largest |call + put|, of either sign (so the published "peak strike" of 0DTE series)
 * Only values above zero count. Of equals the strike nearer spot wins, then the lower.
 */
export const strikeLevels = (
  strikes: ArrayLike<number>,
  call: ArrayLike<number>,
  put: ArrayLike<number>,
  from: number,
  to: number,
  spot: number,
): StrikeLevels => {
  let callWall = -1;
  let putWall = -1;
  let gross = -1;
  let net = -1;
  let callBest = 0;
  let putBest = 0;
  let grossBest = 0;
  let netBest = 0;
  // Strictly nearer: on equal distances the lower strike, seen first, stays.
  const nearer = (i: number, held: number): boolean => Math.abs(strikes[i]! - spot) < Math.abs(strikes[held]! - spot);
  for (let i = from; i < to; i++) {
    const c = Math.abs(call[i]!);
    const p = Math.abs(put[i]!);
    const strike = strikes[i]!;
    if (strike >= spot && (c > callBest || (c === callBest && callWall >= 0 && nearer(i, callWall)))) {
      callBest = c;
      callWall = i;
    }
    if (strike <= spot && (p > putBest || (p === putBest && putWall >= 0 && nearer(i, putWall)))) {
      putBest = p;
      putWall = i;
    }
    if (c + p > grossBest || (c + p === grossBest && gross >= 0 && nearer(i, gross))) {
      grossBest = c + p;
      gross = i;
    }
    const size = Math.abs(call[i]! + put[i]!);
    if (size > netBest || (size === netBest && net >= 0 && nearer(i, net))) {
      netBest = size;
      net = i;
    }
  }
  const at = (i: number): number | null => (i < 0 ? null : strikes[i]!);
  return { callWall: at(callWall), putWall: at(putWall), maxGrossStrike: at(gross), maxNetStrike: at(net) };
};

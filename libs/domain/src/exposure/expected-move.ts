import type { PositionColumns } from './position-columns.ts';
import type { QuotePair } from './quote-pairs.ts';

/** How far spot may go until an expiry, by two methods that differ by design; all in points but the volatility. */
export interface ExpectedMove {
  /** One standard deviation by implied volatility: spot × σ × √years, σ at the forward. */
  readonly iv: { readonly volatility: number; readonly oneSigma: number } | null;
  /** The price of the straddle nearest the forward is the mean absolute move; × √(π/2) it is one standard deviation. */
  readonly straddle: { readonly strike: number; readonly price: number; readonly oneSigma: number } | null;
}

const sigmaPerMeanMove = Math.sqrt(Math.PI / 2);

/** A straddle further from the forward than this share of its price is no straddle at the money. */
const distanceMax = 0.5;

/** An expiry's implied volatilities by strike, ascending. */
type Smile = readonly { readonly strike: number; readonly volatility: number }[];

/** `pairs`: the expiry's two-sided quotes. */
export const expectedMove = (
  smile: Smile,
  pairs: readonly QuotePair[],
  spot: number,
  forward: number,
  years: number,
): ExpectedMove => {
  const volatility = volatilityAt(smile, forward);
  const straddle = nearestStraddle(pairs, forward);
  return {
    iv: volatility === null ? null : { volatility, oneSigma: spot * volatility * Math.sqrt(years) },
    straddle: straddle && { ...straddle, oneSigma: sigmaPerMeanMove * straddle.price },
  };
};

/** The out-of-the-money side's volatilities of the rows in slot `expiryIndex`: puts below the forward, calls from it on. */
export const smileOf = (positions: PositionColumns, expiryIndex: number, forward: number): Smile => {
  const smile: { strike: number; volatility: number }[] = [];
  for (let row = 0; row < positions.length; row++) {
    if (positions.expiryIndex[row] !== expiryIndex || positions.exclusion[row] !== 0) continue;
    const [strike, volatility] = [positions.strike[row]!, positions.iv[row]!];
    const isCall = positions.side[row]! > 0;
    if (isCall === strike >= forward && volatility > 0 && volatility < Infinity) smile.push({ strike, volatility });
  }
  return smile.sort((a, b) => a.strike - b.strike);
};

/** Between the two strikes around the forward, linearly; null where the smile ends before it. */
const volatilityAt = (smile: Smile, forward: number): number | null => {
  const above = smile.findIndex(({ strike }) => strike >= forward);
  if (above < 0) return null;
  const right = smile[above]!;
  if (right.strike === forward) return right.volatility;
  const left = smile[above - 1];
  if (left === undefined) return null;
  return left.volatility + ((forward - left.strike) / (right.strike - left.strike)) * (right.volatility - left.volatility);
};

const nearestStraddle = (pairs: readonly QuotePair[], forward: number): { strike: number; price: number } | null => {
  let best: QuotePair | null = null;
  for (const pair of pairs) if (best === null || Math.abs(pair.strike - forward) < Math.abs(best.strike - forward)) best = pair;
  if (best === null) return null;
  const price = best.callMid + best.putMid;
  return Math.abs(best.strike - forward) <= distanceMax * price ? { strike: best.strike, price } : null;
};

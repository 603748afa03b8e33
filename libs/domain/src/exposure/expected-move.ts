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

/** `atmIv`: see `VolatilitySmile`; `pairs`: the expiry's two-sided quotes. */
export const expectedMove = (
  atmIv: number | null,
  pairs: readonly QuotePair[],
  spot: number,
  forward: number,
  years: number,
): ExpectedMove => {
  const straddle = nearestStraddle(pairs, forward);
  return {
    iv: atmIv === null ? null : { volatility: atmIv, oneSigma: spot * atmIv * Math.sqrt(years) },
    straddle: straddle && { ...straddle, oneSigma: sigmaPerMeanMove * straddle.price },
  };
};

const nearestStraddle = (pairs: readonly QuotePair[], forward: number): { strike: number; price: number } | null => {
  let best: QuotePair | null = null;
  for (const pair of pairs) if (best === null || Math.abs(pair.strike - forward) < Math.abs(best.strike - forward)) best = pair;
  if (best === null) return null;
  const price = best.callMid + best.putMid;
  return Math.abs(best.strike - forward) <= distanceMax * price ? { strike: best.strike, price } : null;
};

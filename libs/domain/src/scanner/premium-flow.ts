import { freshRatioMin } from './fresh-open-interest.ts';
import type { ScannedContract } from './scanned-contract.ts';

/** The premium traded in one contract today, and what stands out about it. */
export interface PremiumFlow {
  /** USD: volume × mark × 100. */
  readonly premium: number;
  /** 1 from 1 M, 2 from 500 k, 3 from 250 k. */
  readonly tier: 1 | 2 | 3;
  /** A tight quote, much volume, a price worth paying: taken across exchanges at once. */
  readonly sweep: boolean;
  /** Volume of at least three times the open interest. */
  readonly unusual: boolean;
  /** Tier 1 or 2, or a sweep that is unusual. */
  readonly alert: boolean;
}

/** Less premium is not worth a word. */
export const premiumFlowMin = 250_000;

const tiers = [
  [1, 1_000_000],
  [2, 500_000],
  [3, premiumFlowMin],
] as const;

/** Null below the third tier, or without a price. */
export const premiumFlow = ({
  mark,
  bid,
  ask,
  volume,
  openInterest,
}: Pick<ScannedContract, 'mark' | 'bid' | 'ask' | 'volume' | 'openInterest'>): PremiumFlow | null => {
  if (!mark) return null;
  const premium = volume * mark * 100;
  const tier = tiers.find(([, from]) => premium >= from)?.[0];
  if (tier === undefined) return null;
  const spread = bid !== null && ask !== null ? ask - bid : Number.POSITIVE_INFINITY;
  const sweep = spread < 0.05 * mark && volume > 1_000 && mark > 0.5;
  const unusual = openInterest !== null && openInterest > 0 && volume / openInterest >= freshRatioMin;
  return { premium, tier, sweep, unusual, alert: tier <= 2 || (sweep && unusual) };
};

/** Which way a symbol's premium flows together. */
export interface FlowConviction {
  readonly callPremium: number;
  readonly putPremium: number;
  readonly callFlows: number;
  readonly putFlows: number;
  /** Three flows one way, or 2 M USD of premium. */
  readonly conviction: boolean;
  /** The side with more than 1.5 times the other's premium. */
  readonly bias: 'BULLISH' | 'BEARISH' | 'NEUTRAL';
}

/** Over the flows of one symbol that have a tier. */
export const flowConviction = (flows: readonly { readonly side: 'call' | 'put'; readonly premium: number }[]): FlowConviction => {
  const of = (side: 'call' | 'put') => flows.filter((flow) => flow.side === side);
  const premium = (side: 'call' | 'put') => of(side).reduce((sum, flow) => sum + flow.premium, 0);
  const [callFlows, putFlows] = [of('call').length, of('put').length];
  const [callPremium, putPremium] = [premium('call'), premium('put')];
  const bias = callPremium > 1.5 * putPremium ? 'BULLISH' : putPremium > 1.5 * callPremium ? 'BEARISH' : 'NEUTRAL';
  return {
    callPremium,
    putPremium,
    callFlows,
    putFlows,
    conviction: Math.max(callFlows, putFlows) >= 3 || callPremium + putPremium >= 2_000_000,
    bias,
  };
};

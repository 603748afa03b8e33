import { blackScholesGreeks, blackScholesPrice, yearFloor } from '@gexstream/domain';
import type { OptionContract } from './option-contract.ts';

/** The simulated market's carry: continuously compounded, a year. */
export const marketRate = 0.043;
export const marketYield = 0.0125;

const yearMs = 525_600 * 60_000;

/** Greeks in the units Schwab shows them. */
export interface ShownGreeks {
  readonly delta: number;
  readonly gamma: number;
  /** Points a calendar day. */
  readonly theta: number;
  /** Points a vol point. */
  readonly vega: number;
  /** Points a rate point. */
  readonly rho: number;
}

/** Calendar time to settlement at a moment, at least a minute. */
export const yearsLeft = (contract: OptionContract, atMs: number): number =>
  Math.max((contract.settlesMs - atMs) / yearMs, yearFloor);

const terms = (contract: OptionContract, spot: number, years: number, volatility: number) => ({
  side: contract.side,
  spot,
  strike: contract.strike,
  years,
  rate: marketRate,
  dividendYield: marketYield,
  volatility,
});

/** Value in points; without a volatility the discounted intrinsic value of the forward. */
export const theoreticalValue = (contract: OptionContract, spot: number, years: number, volatility: number | null): number =>
  blackScholesPrice(terms(contract, spot, years, volatility ?? 0));

export const shownGreeks = (contract: OptionContract, spot: number, years: number, volatility: number): ShownGreeks => {
  const greeks = blackScholesGreeks(terms(contract, spot, years, volatility));
  return {
    delta: greeks.delta,
    gamma: greeks.gamma,
    theta: greeks.thetaPerYear / 365,
    vega: greeks.vega / 100,
    rho: greeks.rho / 100,
  };
};

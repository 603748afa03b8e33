import { type EpochMs, settlesMs, yearFloor, yearsToSettlement } from '@gexstream/domain';
import type { KnownContract } from './known-contracts.ts';

/** Black–Scholes gamma without carry, per point: enough to rank contracts by. */
const gamma = (spot: number, strike: number, years: number, volatility: number): number => {
  const deviation = volatility * Math.sqrt(years);
  const d1 = Math.log(spot / strike) / deviation + deviation / 2;
  return Math.exp(-0.5 * d1 * d1) / (Math.sqrt(2 * Math.PI) * spot * deviation);
};

/**
 * Each contract's share of its underlying's gross gamma, 0…1. Contracts past settlement or without IV have none. While no open
 * interest is known (days without a session) every contract counts as one.
 */
export const gammaShares = (contracts: readonly KnownContract[], spot: number, at: EpochMs): Float64Array => {
  const gammas = new Float64Array(contracts.length);
  const weights = new Float64Array(contracts.length);
  let total = 0;
  let totalGamma = 0;
  for (const [index, contract] of contracts.entries()) {
    const years = yearsToSettlement(at, settlesMs(contract.expiry, contract.settlement));
    if (years <= 0 || contract.iv === null) continue;
    gammas[index] = gamma(spot, contract.strike, Math.max(years, yearFloor), contract.iv);
    weights[index] = gammas[index]! * contract.openInterest * contract.multiplier;
    total += weights[index]!;
    totalGamma += gammas[index]!;
  }
  const [parts, whole] = total > 0 ? [weights, total] : [gammas, totalGamma];
  return whole > 0 ? parts.map((part) => part / whole) : parts;
};

import { blackScholesGreeks, type EpochMs, settlesMs, yearFloor, yearsToSettlement } from '@gexstream/domain';
import type { KnownContract } from './known-contracts.ts';

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
    gammas[index] = gammaOf(contract, contract.iv, spot, Math.max(years, yearFloor));
    weights[index] = gammas[index]! * contract.openInterest * contract.multiplier;
    total += weights[index]!;
    totalGamma += gammas[index]!;
  }
  const [parts, whole] = total > 0 ? [weights, total] : [gammas, totalGamma];
  return whole > 0 ? parts.map((part) => part / whole) : parts;
};

/** Without carry: enough to rank contracts by. */
const gammaOf = ({ strike }: KnownContract, volatility: number, spot: number, years: number): number =>
  blackScholesGreeks({ side: 'call', spot, strike, years, rate: 0, dividendYield: 0, volatility }).gamma;

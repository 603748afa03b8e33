import { type ScannedContract, strikeDistance } from './scanned-contract.ts';

const nearMoney = 0.1;
const daysPerYear = 365;

/** What one expiry's quotes say at a moment. Volatilities in vol points (30 is 30 % a year), prices in points; null where a part is missing. */
export interface SkewBlock {
  /** IV of the 25-delta put minus that of the 25-delta call, interpolated at exactly 25 delta. */
  readonly skew25d: number | null;
  /** IV of the put at the money minus that of the call. */
  readonly atmSkew: number | null;
  /** Means over the strikes within 10 % of spot. */
  readonly avgCallIv: number | null;
  readonly avgPutIv: number | null;
  /** The mean of the two. */
  readonly avgIv: number | null;
  /** The call strike nearest spot, of equals the lower. */
  readonly atmStrike: number | null;
  /** Price of the straddle there. */
  readonly impliedMoveDollars: number | null;
  /** In percent of spot. */
  readonly impliedMovePct: number | null;
  readonly upperBreakout: number | null;
  readonly lowerBreakout: number | null;
  /** spot × (1 ± avg IV × √(days / 365)), a day at least. */
  readonly upperSigma: number | null;
  readonly lowerSigma: number | null;
  /** Put over call over the whole expiry; null without calls. */
  readonly putCallOiRatio: number | null;
  readonly putCallVolumeRatio: number | null;
}

type Quoted = Pick<ScannedContract, 'strike' | 'side' | 'mark' | 'iv' | 'volume' | 'openInterest'>;

/** `skew25d`: see `volatilitySmile`; `days`: calendar days to the expiry. */
export const skewBlock = (contracts: readonly Quoted[], spot: number, days: number, skew25d: number | null): SkewBlock => {
  const atm = atTheMoney(contracts, spot);
  const straddle = atm.call?.mark && atm.put?.mark ? atm.call.mark + atm.put.mark : null;
  const near = contracts.filter(({ strike }) => strikeDistance(strike, spot) <= nearMoney);
  const [avgCallIv, avgPutIv] = [meanIv(near, 'call'), meanIv(near, 'put')];
  const avgIv = both(avgCallIv, avgPutIv, (call, put) => (call + put) / 2);
  const sigma = avgIv === null ? null : spot * (avgIv / 100) * Math.sqrt(Math.max(days, 1) / daysPerYear);
  const around = (move: number | null, sign: 1 | -1) => (move === null ? null : spot + sign * move);
  return {
    skew25d,
    atmSkew: both(atm.put?.iv ?? null, atm.call?.iv ?? null, (put, call) => 100 * (put - call)),
    avgCallIv,
    avgPutIv,
    avgIv,
    atmStrike: atm.strike,
    impliedMoveDollars: straddle,
    impliedMovePct: straddle === null ? null : (straddle / spot) * 100,
    upperBreakout: around(straddle, 1),
    lowerBreakout: around(straddle, -1),
    upperSigma: around(sigma, 1),
    lowerSigma: around(sigma, -1),
    putCallOiRatio: putOverCall(contracts, ({ openInterest }) => openInterest ?? 0),
    putCallVolumeRatio: putOverCall(contracts, ({ volume }) => volume),
  };
};

const atTheMoney = (contracts: readonly Quoted[], spot: number) => {
  let call: Quoted | null = null;
  for (const contract of contracts)
    if (contract.side === 'call' && (call === null || nearer(contract, call, spot))) call = contract;
  const strike = call?.strike ?? null;
  return { strike, call, put: contracts.find((contract) => contract.side === 'put' && contract.strike === strike) ?? null };
};

const nearer = (a: Quoted, than: Quoted, spot: number): boolean => {
  const difference = Math.abs(a.strike - spot) - Math.abs(than.strike - spot);
  return difference < 0 || (difference === 0 && a.strike < than.strike);
};

const meanIv = (contracts: readonly Quoted[], side: 'call' | 'put'): number | null => {
  let [sum, count] = [0, 0];
  for (const { side: of, iv } of contracts)
    if (of === side && iv !== null) {
      sum += iv;
      count++;
    }
  return count === 0 ? null : (100 * sum) / count;
};

const putOverCall = (contracts: readonly Quoted[], quantity: (contract: Quoted) => number): number | null => {
  const total = { call: 0, put: 0 };
  for (const contract of contracts) total[contract.side] += quantity(contract);
  return total.call > 0 ? total.put / total.call : null;
};

const both = (a: number | null, b: number | null, combine: (a: number, b: number) => number): number | null =>
  a === null || b === null ? null : combine(a, b);

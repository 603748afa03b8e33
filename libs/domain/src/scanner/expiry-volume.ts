import { type ScannedContract, strikeDistance } from './scanned-contract.ts';
import { whaleDistanceMax } from './whale-score.ts';

/** What was traded today in one expiry near the money; walls by volume, apart from the walls of gamma. */
export interface ExpiryVolume {
  readonly callVolume: number;
  readonly putVolume: number;
  /** (put − call) / max(call, put, 1) × 100: −100 all calls, +100 all puts, 0 nothing. */
  readonly volumeRatio: number;
  /** The call strike with the most volume; of equals the lower. Null when no call was traded. */
  readonly callWall: number | null;
  readonly putWall: number | null;
  /** The strike whose single contract has the largest gamma × OI × multiplier × spot² × 0.01, in USD per 1 %, never negative; null without any. */
  readonly maxGexStrike: number | null;
  readonly maxGex: number | null;
}

type Traded = Pick<ScannedContract, 'strike' | 'side' | 'volume' | 'gamma' | 'openInterest' | 'multiplier'>;

/** Over the contracts of one expiry that were traded and lie within 5 % of spot. */
export const expiryVolume = (contracts: readonly Traded[], spot: number): ExpiryVolume => {
  const traded = contracts
    .filter(({ strike, volume }) => volume > 0 && strikeDistance(strike, spot) <= whaleDistanceMax)
    .sort((a, b) => a.strike - b.strike);
  const of = (side: 'call' | 'put') => traded.filter((contract) => contract.side === side);
  const [calls, puts] = [of('call'), of('put')];
  const [callVolume, putVolume] = [sum(calls), sum(puts)];
  const strongest = largest(traded, (contract) => gexOf(contract, spot));
  return {
    callVolume,
    putVolume,
    volumeRatio: volumeRatio(callVolume, putVolume),
    callWall: largest(calls, ({ volume }) => volume)?.strike ?? null,
    putWall: largest(puts, ({ volume }) => volume)?.strike ?? null,
    maxGexStrike: strongest?.strike ?? null,
    maxGex: strongest === null ? null : gexOf(strongest, spot),
  };
};

export const volumeRatio = (callVolume: number, putVolume: number): number =>
  ((putVolume - callVolume) / Math.max(callVolume, putVolume, 1)) * 100;

const gexOf = ({ gamma, openInterest, multiplier }: Traded, spot: number): number =>
  (gamma ?? 0) * (openInterest ?? 0) * multiplier * spot ** 2 * 0.01;

const sum = (contracts: readonly Traded[]): number => contracts.reduce((total, { volume }) => total + volume, 0);

/** The first of the largest, above 0. */
const largest = (contracts: readonly Traded[], size: (contract: Traded) => number): Traded | null => {
  let best: Traded | null = null;
  for (const contract of contracts) if (size(contract) > (best === null ? 0 : size(best))) best = contract;
  return best;
};

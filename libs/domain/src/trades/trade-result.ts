import { outcomesMin, wilsonInterval } from '../statistics/index.ts';
import { sharesPerContract, type Trade } from './trade.ts';

/** What came of one trade, before fees. */
export interface TradeResult {
  /** USD, to the cent. */
  readonly perContract: number;
  /** USD, of all its contracts. */
  readonly total: number;
  /** A fraction of the premium at the entry: 0.5 when a long one rose by half, or a short one fell by half. */
  readonly return: number;
  readonly heldMs: number;
  /** It made more than nothing. */
  readonly win: boolean;
}

/** Null while it is open. */
export const tradeResult = ({ direction, quantity, entry, exit }: Trade): TradeResult | null => {
  if (exit === null) return null;
  const sign = direction === 'long' ? 1 : -1;
  const perContract = cents(sign * (exit.price - entry.price) * sharesPerContract);
  return {
    perContract,
    total: cents(perContract * quantity),
    return: sign * (exit.price / entry.price - 1),
    heldMs: exit.atMs - entry.atMs,
    win: perContract > 0,
  };
};

/** What came of many trades, each counted once, whatever its size. */
export interface TradeStatistics {
  readonly open: number;
  /** Closed ones. */
  readonly n: number;
  /** USD, of all contracts of the closed ones: a sum, not an estimate, and so told for any n. */
  readonly total: number;
  readonly wins: number;
  /** Null, as all below, while n is below 30. */
  readonly hitRate: number | null;
  /** Wilson's interval at 95 %. */
  readonly hitRateInterval: readonly [low: number, high: number] | null;
  readonly meanReturn: number | null;
  /** USD. */
  readonly meanPerContract: number | null;
  readonly meanHeldMs: number | null;
}

export const tradeStatistics = (trades: readonly Trade[]): TradeStatistics => {
  const results = trades.map(tradeResult).filter((result) => result !== null);
  const n = results.length;
  const wins = results.filter(({ win }) => win).length;
  const mean = (of: (result: TradeResult) => number): number | null =>
    n < outcomesMin ? null : results.reduce((sum, result) => sum + of(result), 0) / n;
  return {
    open: trades.length - n,
    n,
    total: cents(results.reduce((sum, { total }) => sum + total, 0)),
    wins,
    hitRate: mean(({ win }) => Number(win)),
    hitRateInterval: n < outcomesMin ? null : wilsonInterval(wins, n),
    meanReturn: mean((result) => result.return),
    meanPerContract: mean(({ perContract }) => perContract),
    meanHeldMs: mean(({ heldMs }) => heldMs),
  };
};

const cents = (usd: number): number => Math.round(usd * 100) / 100;

import { outcomesMin, wilsonInterval } from '../statistics/wilson-interval.ts';
import type { Outcome } from './outcome.ts';

/** What came of a group of opportunities at one horizon. Returns are fractions, in the direction of the contract: a put gains when spot falls. */
export interface OutcomeStatistics {
  /** With a return of the underlying. */
  readonly n: number;
  readonly hits: number;
  /** Null, as all below, while n is below 30. */
  readonly hitRate: number | null;
  /** Wilson's interval at 95 %. */
  readonly hitRateInterval: readonly [low: number, high: number] | null;
  readonly meanReturn: number | null;
  /** Of the contract's mark; over the `contractN` that had one. */
  readonly contractMeanReturn: number | null;
  readonly contractN: number;
}

export const outcomeStatistics = (
  outcomes: readonly Pick<Outcome, 'side' | 'underlyingReturn' | 'contractReturn'>[],
): OutcomeStatistics => {
  const returns = outcomes.flatMap(({ side, underlyingReturn: value }) =>
    value === null ? [] : [side === 'put' ? -value : value],
  );
  const contractReturns = outcomes.flatMap(({ contractReturn: value }) => (value === null ? [] : [value]));
  const [n, hits] = [returns.length, returns.filter((value) => value > 0).length];
  const enough = n >= outcomesMin;
  return {
    n,
    hits,
    hitRate: enough ? hits / n : null,
    hitRateInterval: enough ? wilsonInterval(hits, n) : null,
    meanReturn: enough ? mean(returns) : null,
    contractMeanReturn: contractReturns.length >= outcomesMin ? mean(contractReturns) : null,
    contractN: contractReturns.length,
  };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

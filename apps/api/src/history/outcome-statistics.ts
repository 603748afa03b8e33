import type { outcomes, RowOf } from '@gexstream/store';

type OutcomeRow = RowOf<typeof outcomes>;

/** Below it a rate says more about chance than about the signal. */
export const outcomesMin = 30;
/** Two-sided 95 %. */
const z = 1.959963984540054;

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
  rows: readonly Pick<OutcomeRow, 'side' | 'underlying_return' | 'contract_return'>[],
): OutcomeStatistics => {
  const returns = rows.flatMap(({ side, underlying_return: value }) => (value === null ? [] : [side === 'PUT' ? -value : value]));
  const contractReturns = rows.flatMap(({ contract_return: value }) => (value === null ? [] : [value]));
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

/** Of a share `hits / n`, two-sided at 95 %: it never leaves 0 to 1, and is honest at small n. */
export const wilsonInterval = (hits: number, n: number): readonly [number, number] => {
  const share = hits / n;
  const spread = z ** 2 / n;
  const center = (share + spread / 2) / (1 + spread);
  const half = (z * Math.sqrt((share * (1 - share) + spread / 4) / n)) / (1 + spread);
  return [Math.max(0, center - half), Math.min(1, center + half)];
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

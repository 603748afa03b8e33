import { incrementalExposure } from '@gexstream/domain';
import { errorMax, timeNs, WrongAnswerError } from '../bench.ts';
import { directBook, directGross, directTotal } from '../direct-formula.ts';
import type { ReportBench } from '../report-bench.ts';
import { optionBook } from '../workloads/option-book.ts';
import { chainColumns } from './chain-columns.ts';
import { ivChanges } from './iv-changes.ts';
import { emptyResult, recompute } from './recompute.ts';

const sizes = [1_000, 5_000, 20_000, 200_000];
const samples = 7;
const contractsPerSample = 400_000;
const updatesPerSample = 200_000;

/** How costs grow with the number of contracts: the slope of log cost over log size; 1 is proportional, 0 is not at all. */
export const growthReport: ReportBench = {
  name: 'exposure-growth',
  about: `from ${sizes[0]} to ${sizes.at(-1)} contracts (aims: recompute ≤ 1.05, update ≤ 0.25)`,
  run: async (say) => {
    const costs = sizes.map((size) => {
      const chain = chainColumns(optionBook(size));
      const result = emptyResult(chain);
      const recomputeOnce = recompute(chain, result);
      recomputeOnce();
      const direct = directBook(chain.input);
      const error = Math.abs(result.total - directTotal(direct, chain.input.spot)) / directGross(direct, chain.input.spot);
      if (!(error <= errorMax)) throw new WrongAnswerError('exposure-growth', error);
      const live = incrementalExposure(chain.input.positions, chain.input.expiries, chain.input);
      const changes = ivChanges(chain.input);
      return {
        recompute: fastest(recomputeOnce, contractsPerSample / size),
        update: fastest(() => live.update(changes.next()), updatesPerSample),
      };
    });
    for (const what of ['recompute', 'update'] as const) {
      const each = costs.map((cost, i) => `${sizes[i]}: ${(cost[what] / 1e3).toPrecision(3)} µs`).join(', ');
      say(`${what}: slope ${slope(costs.map((cost) => cost[what])).toFixed(3)} (${each})`);
    }
  },
};

/** Nanoseconds of one, in the least disturbed of the samples; the first warms up. */
const fastest = (work: () => void, times: number): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < samples; sample++) {
    const ns = timeNs(() => {
      for (let n = 0; n < times; n++) work();
    });
    least = Math.min(least, ns / times);
  }
  return least;
};

const slope = (costs: readonly number[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [sizes.map(Math.log), costs.map(Math.log)];
  const [meanX, meanY] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - meanX) * (y[i]! - meanY))) / mean(x.map((value) => (value - meanX) ** 2));
};

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bookLayout, createAnalyser, incrementalExposure } from '@gexstream/domain';
import { errorMax, spread, timeNs, WrongAnswerError } from '../bench.ts';
import { directBook, directGross, directTotal } from '../direct-formula.ts';
import type { ReportBench } from '../report-bench.ts';
import { optionBook } from '../workloads/option-book.ts';

const underlyings = 2_000;
const contractsEach = 200;
const rounds = 5;

/** The whole market: how long a recompute of every book takes, and what a contract takes of memory. */
export const marketReport: ReportBench = {
  name: 'exposure-market',
  about: `${underlyings} underlyings of ${contractsEach} contracts on one core (aims: recomputed within a second, ≤ 200 bytes a contract)`,
  run: async (say) => {
    const before = memoryBytes();
    const books = Array.from({ length: underlyings }, (_, seed) => {
      const input = optionBook(contractsEach, seed);
      const layout = bookLayout(input.positions, input.expiries);
      return { input: { ...input, layout }, live: incrementalExposure(input.positions, input.expiries, input, layout) };
    });
    const bytes = (memoryBytes() - before) / (underlyings * contractsEach);
    const analyse = createAnalyser();
    const exposures: number[] = [];
    const analyses: number[] = [];
    for (let round = 0; round < rounds; round++) {
      exposures.push(
        timeNs(() => {
          for (const { live, input } of books) live.recompute(input);
        }),
      );
      analyses.push(
        timeNs(() => {
          for (const { input } of books) analyse(input);
        }),
      );
    }
    for (const { live, input } of books.filter((_, i) => i % 100 === 0)) {
      const direct = directBook(input);
      const scale = directGross(direct, input.spot);
      const nets = [live.levels().net, analyse(input).levels.total.net];
      const error = Math.max(...nets.map((net) => Math.abs(net - directTotal(direct, input.spot)) / scale));
      if (!(error <= errorMax)) throw new WrongAnswerError('exposure-market', error);
    }
    const ms = (values: readonly number[]): string => `${Math.round(spread(values).median / 1e6)} ms`;
    say(`exposures, strikes and totals recomputed: ${ms(exposures)}; whole analyses, every root and cell: ${ms(analyses)}`);
    say(
      `positions, their order and exposures: ${bytes.toFixed(0)} bytes a contract (what is known of its quotes lies in the book)`,
    );
  },
};

/** In use after a collection. */
const memoryBytes = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

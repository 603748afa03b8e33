import { errorMax, spread, timeNs, WrongAnswerError } from '../bench.ts';
import type { ReportBench } from '../report-bench.ts';
import { optionBook } from '../workloads/option-book.ts';
import { chainColumns } from './chain-columns.ts';
import { startNumpy } from './numpy-process.ts';
import { emptyResult, recompute, recomputeError } from './recompute.ts';

const contracts = 10_000;
const rounds = 15;
const warmRuns = 100;
const runsPerRound = 8;

/** The same chain per strike, in total and at 60 spots: our kernels against numpy's broadcast, in turn. */
export const numpyReport: ReportBench = {
  name: 'exposure-numpy',
  about: 'per strike, total and a 60-level profile: ours against a numpy broadcast (aim: ours / numpy ≤ 0.16)',
  run: async (say) => {
    const chain = chainColumns(optionBook(contracts));
    const numpy = await startNumpy(chain);
    if (numpy === null) {
      const missing = 'no Python has numpy (apt-get install python3-numpy)';
      if (process.env.GEX_REQUIRE_ALL) throw new Error(`${missing}, and GEX_REQUIRE_ALL says that nothing may be skipped`);
      say(`skipped: ${missing}`);
      return;
    }
    try {
      const result = emptyResult(chain);
      const runOurs = recompute(chain, result);
      for (let n = 0; n < warmRuns; n++) runOurs();
      const error = recomputeError(result, numpy.answer);
      if (!(error <= errorMax)) throw new WrongAnswerError('exposure-numpy', error);
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        ours.push(timeNs(() => repeat(runsPerRound, runOurs)) / runsPerRound);
        theirs.push(await numpy.run());
      }
      const ratio = spread(ours.map((value, i) => value / theirs[i]!));
      const ms = (values: readonly number[]): string => `${(spread(values).median / 1e6).toPrecision(3)} ms`;
      say(
        `ours ${ms(ours)}, numpy ${numpy.version} ${ms(theirs)}: ${told(ratio.median)} (${told(ratio.min)}–${told(ratio.max)})`,
      );
    } finally {
      numpy.stop();
    }
  },
};

const told = (value: number): string => value.toPrecision(2);

const repeat = (times: number, work: () => void): void => {
  for (let n = 0; n < times; n++) work();
};

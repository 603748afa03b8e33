/** One comparison: our way and the direct formula, on the same input. */
export interface Bench {
  readonly name: string;
  /** What one operation is, on either side. */
  readonly about: string;
  /** What the project has set itself at 10 000 contracts; told beside the figures, never asserted. */
  readonly aim: string;
  /** Builds the input of `size` contracts. Equal sizes give equal inputs. */
  prepare(size: number): BenchCase;
}

export interface BenchCase {
  /** Runs `operations` operations of ours. */
  ours(operations: number): void;
  /** One operation of the direct formula. */
  direct(): void;
  /** Largest error of our answer against the direct formula, as a share of the answer's scale. Runs both. */
  check(): number;
}

/** A run whose answers differ by more than this fails before it is timed. */
export const errorMax = 1e-12;

export class WrongAnswerError extends Error {
  override readonly name = 'WrongAnswerError';
  readonly code = 'BENCH_WRONG_ANSWER';
  constructor(bench: string, error: number) {
    super(`${bench}: our answer differs from the direct formula by ${error}, more than ${errorMax}: nothing was timed`);
  }
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface BenchResult {
  readonly name: string;
  readonly aim: string;
  readonly size: number;
  readonly error: number;
  /** Nanoseconds an operation. */
  readonly oursNs: Spread;
  readonly directNs: Spread;
  /** direct / ours, round by round. */
  readonly ratio: Spread;
}

/** Checks the answer, then times both sides in turn, `rounds` times. Each sample of ours lasts about `sampleMs`. */
export const runBench = (bench: Bench, size: number, rounds: number, sampleMs: number): BenchResult => {
  const prepared = bench.prepare(size);
  const error = prepared.check();
  if (!(error <= errorMax)) throw new WrongAnswerError(bench.name, error);
  const operations = calibrate(prepared, sampleMs);
  const ours: number[] = [];
  const direct: number[] = [];
  // Where the direct formula takes half a second, three rounds tell as much.
  for (let round = 0; round < rounds && !(round >= 3 && direct[0]! > 0.5e9); round++) {
    ours.push(timeNs(() => prepared.ours(operations)) / operations);
    direct.push(timeNs(() => prepared.direct()));
  }
  return {
    name: bench.name,
    aim: bench.aim,
    size,
    error,
    oursNs: spread(ours),
    directNs: spread(direct),
    ratio: spread(direct.map((value, i) => value / ours[i]!)),
  };
};

/** Also warms the code up. */
const calibrate = (prepared: BenchCase, sampleMs: number): number => {
  let operations = 1;
  while (operations < 1_000_000 && timeNs(() => prepared.ours(operations)) < sampleMs * 1e6) operations *= 2;
  return operations;
};

export const timeNs = (work: () => void): number => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
};

export const spread = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : 0.5 * (sorted[middle - 1]! + sorted[middle]!);
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
};

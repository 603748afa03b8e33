import { expect, test } from 'vitest';
import { benches } from './all.ts';
import { type Bench, errorMax, runBench, WrongAnswerError } from './bench.ts';
import { coldRootsBench } from './exposure/cold-roots.bench.ts';
import { resultTable } from './table.ts';

test.each(benches)('$name gives the right answer on ten contracts and a ratio', (bench) => {
  const result = runBench(bench, 10, 3, 0);
  expect(result.error).toBeLessThanOrEqual(errorMax);
  expect(result.ratio.median).toBeGreaterThan(0);
  expect(result.ratio.min).toBeLessThanOrEqual(result.ratio.max);
  expect(resultTable([result])).toContain(bench.name);
});

// What it takes is in the bench's table, not here: 100 ms are allowed, and a loaded machine must not decide.
test('G-10: the analysis of a thousand contracts has the roots of the direct formula', () => {
  expect(runBench(coldRootsBench, 1_000, 1, 0).error).toBeLessThanOrEqual(errorMax);
});

test('a wrong answer stops a bench before anything is timed', () => {
  let timed = 0;
  const wrong: Bench = {
    name: 'wrong',
    about: '',
    aim: '',
    prepare: () => ({ ours: () => timed++, direct: () => timed++, check: () => 2e-12 }),
  };
  expect(() => runBench(wrong, 10, 3, 0)).toThrow(WrongAnswerError);
  expect(timed).toBe(0);
});

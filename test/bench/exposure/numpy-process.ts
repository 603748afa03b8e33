import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { directBook } from '../direct-formula.ts';
import { type ChainColumns, levels, low, step } from './chain-columns.ts';
import type { Recomputed } from './recompute.ts';

/** A Python process that holds the same chain, and runs when it is told to. */
export interface NumpyProcess {
  readonly version: string;
  readonly answer: Recomputed;
  /** Nanoseconds of one run, measured inside. */
  run(): Promise<number>;
  stop(): void;
}

/** The first Python that has numpy: Debian's package is not seen by a Python that was installed beside Debian's own. */
const pythonWithNumpy = (): string | null =>
  ['python3', '/usr/bin/python3'].find((python) => spawnSync(python, ['-c', 'import numpy']).status === 0) ?? null;

/** Null where no Python has numpy. */
export const startNumpy = async (chain: ChainColumns): Promise<NumpyProcess | null> => {
  const python = pythonWithNumpy();
  if (python === null) return null;
  const child = spawn(python, [join(import.meta.dirname, 'numpy-broadcast.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${python} ended before it answered`);
    return value;
  };
  const { strike, iv, years, quantity, rate, dividendYield } = directBook(chain.input);
  const columns = { strike, iv, years, quantity, strikeIndex: chain.strikeOfRow };
  const lists = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, Array.from(column)]));
  const { spot } = chain.input;
  const spots = Array.from({ length: levels }, (_, j) => spot * Math.exp(low + j * step));
  const told = JSON.parse(await ask(JSON.stringify({ ...lists, spot, rate, dividendYield, spots })));
  return {
    version: told.numpy,
    answer: { strikeNet: Float64Array.from(told.strikeNet), profile: Float64Array.from(told.profile), total: told.total },
    run: async () => Number(await ask('run')),
    stop: () => child.kill(),
  };
};

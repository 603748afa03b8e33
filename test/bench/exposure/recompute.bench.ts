import type { Bench } from '../bench.ts';
import { type DirectBook, directBook, directExposure } from '../direct-formula.ts';
import { optionBook } from '../workloads/option-book.ts';
import { chainColumns, levels, low, step } from './chain-columns.ts';
import { emptyResult, type Recomputed, recompute, recomputeError } from './recompute.ts';

export const recomputeBench: Bench = {
  name: 'exposure-recompute',
  about: 'per strike, total and a 60-level profile from the columns',
  aim: 'direct / ours ≥ 12.5',
  prepare: (size) => {
    const chain = chainColumns(optionBook(size));
    const [ours, direct] = [emptyResult(chain), emptyResult(chain)];
    const runOurs = recompute(chain, ours);
    const book = directBook(chain.input);
    const runDirect = (): void => directRecompute(book, chain.strikeOfRow, chain.input.spot, direct);
    return {
      ours: (operations) => {
        for (let n = 0; n < operations; n++) runOurs();
      },
      direct: runDirect,
      check: () => {
        runOurs();
        runDirect();
        return recomputeError(ours, direct);
      },
    };
  },
};

const directRecompute = (book: DirectBook, strikeOfRow: Uint16Array, spot: number, into: Recomputed): void => {
  into.strikeNet.fill(0);
  into.total = 0;
  for (let i = 0; i < book.length; i++) {
    const exposure = directExposure(book, i, spot);
    into.strikeNet[strikeOfRow[i]!]! += exposure;
    into.total += exposure;
  }
  directProfile(book, spot, into.profile);
};

export const directProfile = (book: DirectBook, spot: number, into: Float64Array): void => {
  into.fill(0);
  for (let j = 0; j < levels; j++) {
    const at = spot * Math.exp(low + j * step);
    for (let i = 0; i < book.length; i++) into[j]! += directExposure(book, i, at);
  }
};

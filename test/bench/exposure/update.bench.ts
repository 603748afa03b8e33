import { incrementalExposure } from '@gexstream/domain';
import type { Bench } from '../bench.ts';
import { directBook, directGross, directTotal } from '../direct-formula.ts';
import { optionBook } from '../workloads/option-book.ts';
import { ivChanges } from './iv-changes.ts';

/** A contract's new IV: ours changes the contract's strike and the totals, the direct formula sums the book again. */
export const updateBench: Bench = {
  name: 'exposure-update',
  about: "one contract's new IV into its strike and the totals",
  aim: 'ours ≤ 50 ns',
  prepare: (size) => {
    const input = optionBook(size);
    const changes = ivChanges(input);
    const live = incrementalExposure(input.positions, input.expiries, input);
    const book = directBook(input);
    const ours = (operations: number): void => {
      for (let n = 0; n < operations; n++) live.update(changes.next());
    };
    let sink = 0;
    return {
      ours,
      direct: () => {
        sink += directTotal(book, input.spot);
        if (Number.isNaN(sink)) throw new Error('the direct total is not a number');
      },
      check: () => {
        ours(changes.count);
        return Math.abs(live.levels().net - directTotal(book, input.spot)) / directGross(book, input.spot);
      },
    };
  },
};

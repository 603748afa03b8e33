import { incrementalExposure } from '@gexstream/domain';
import type { Bench } from './bench.ts';
import { directBook, directGross, directTotal } from './direct-formula.ts';
import { optionBook } from './workloads/option-book.ts';
import { seededRandom } from './workloads/random.ts';

const changeCount = 4096;

/** A contract's new IV: ours changes the contract's strike and the totals, the direct formula sums the book again. */
export const updateBench: Bench = {
  name: 'update',
  about: "one contract's new IV into its strike and the totals",
  prepare: (size) => {
    const input = optionBook(size);
    const { positions, expiries } = input;
    const random = seededRandom(7);
    const rows = Uint32Array.from({ length: changeCount }, () => Math.floor(random() * size));
    const ivs = Float64Array.from({ length: changeCount }, () => 0.1 + 0.1 * random());
    const live = incrementalExposure(positions, expiries, input);
    const book = directBook(input);
    let next = 0;
    const ours = (operations: number): void => {
      for (let n = 0; n < operations; n++) {
        const change = next++ % changeCount;
        const row = rows[change]!;
        positions.iv[row] = ivs[change]!;
        live.update(row);
      }
    };
    let sink = 0;
    return {
      ours,
      direct: () => {
        sink += directTotal(book, input.spot);
        if (Number.isNaN(sink)) throw new Error('the direct total is not a number');
      },
      check: () => {
        ours(changeCount);
        return Math.abs(live.levels().net - directTotal(book, input.spot)) / directGross(book, input.spot);
      },
    };
  },
};

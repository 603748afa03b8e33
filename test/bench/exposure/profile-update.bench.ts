import { incrementalExposure } from '@gexstream/domain';
import type { Bench } from '../bench.ts';
import { directBook } from '../direct-formula.ts';
import { optionBook } from '../workloads/option-book.ts';
import { chainColumns } from './chain-columns.ts';
import { ivChanges } from './iv-changes.ts';
import { keptProfile } from './kept-profile.ts';
import { directProfile } from './recompute.bench.ts';
import { largestError } from './recompute.ts';

/** As `exposure-update`, and the 60 levels of the profile follow; the direct formula re-prices the book at all of them. */
export const profileUpdateBench: Bench = {
  name: 'exposure-update-profile',
  about: "one contract's new IV into its strike, the totals and a 60-level profile",
  aim: 'ours ≤ 400 ns, recompute / ours ≥ 1500',
  prepare: (size) => {
    const input = optionBook(size);
    const changes = ivChanges(input);
    const live = incrementalExposure(input.positions, input.expiries, input);
    const profile = keptProfile(chainColumns(input));
    const book = directBook(input);
    const direct = new Float64Array(profile.values.length);
    const ours = (operations: number): void => {
      for (let n = 0; n < operations; n++) {
        const row = changes.next();
        live.update(row);
        profile.update(row);
      }
    };
    return {
      ours,
      direct: () => directProfile(book, input.spot, direct),
      check: () => {
        ours(changes.count);
        directProfile(book, input.spot, direct);
        return largestError(profile.values, direct);
      },
    };
  },
};

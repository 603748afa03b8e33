import { bracketedRoot, exactProfile } from '@gexstream/domain';
import type { Bench } from '../bench.ts';
import { directBook } from '../direct-formula.ts';
import { optionBook } from '../workloads/option-book.ts';
import { chainColumns, levels, low, step } from './chain-columns.ts';
import { directRoots } from './cold-roots.bench.ts';
import { ivChanges } from './iv-changes.ts';
import { keptProfile } from './kept-profile.ts';

/**
 * The roots of the total after one contract's new IV: the kept profile brackets them, the last root in the bracket is the first guess. It
 * sees what 60 levels see; the direct formula looks for all of them anew. Published roots are the cold ones.
 */
export const warmRootsBench: Bench = {
  name: 'exposure-roots-warm',
  about: "the roots of the total after one contract's new IV, from the last ones",
  aim: 'ours ≤ 0.3 ms',
  prepare: (size) => {
    const input = optionBook(size);
    const changes = ivChanges(input);
    const profile = keptProfile(chainColumns(input));
    const book = directBook(input);
    let roots: readonly number[] = [];
    const ours = (operations: number): void => {
      for (let n = 0; n < operations; n++) {
        profile.update(changes.next());
        roots = rootsNear(profile, size, roots);
      }
    };
    return {
      ours,
      direct: () => {
        directRoots(book, input.spot);
      },
      check: () => {
        ours(50);
        const expected = directRoots(book, input.spot);
        if (roots.length !== expected.length) return Number.POSITIVE_INFINITY;
        return roots.reduce((error, root, i) => Math.max(error, Math.abs((input.spot * Math.exp(root)) / expected[i]! - 1)), 0);
      },
    };
  },
};

/** In x = ln(spot' / spot). */
const rootsNear = (
  { values, coefficients }: ReturnType<typeof keptProfile>,
  contracts: number,
  last: readonly number[],
): readonly number[] => {
  const exact = exactProfile(coefficients, 0, contracts);
  const roots: number[] = [];
  for (let j = 1; j < levels; j++) {
    if (values[j - 1]! > 0 === values[j]! > 0) continue;
    const bracket = { left: low + (j - 1) * step, right: low + j * step, rising: values[j]! > 0 };
    const known = last.find((root) => root > bracket.left && root < bracket.right);
    roots.push(bracketedRoot(bracket, known ?? 0.5 * (bracket.left + bracket.right), exact));
  }
  return roots;
};

import { bookLayout, createAnalyser } from '@gexstream/domain';
import type { Bench } from '../bench.ts';
import { type DirectBook, directBook, directTotal } from '../direct-formula.ts';
import { optionBook } from '../workloads/option-book.ts';

/**
 * Every root within ±20 %. Ours is the whole analysis (roots per settlement, walls and cells too); the direct formula finds the roots of
 * the total alone, on a log-even grid of the same fineness, by bisection.
 */
export const coldRootsBench: Bench = {
  name: 'exposure-roots-cold',
  about: 'all roots of the total (ours: and of each settlement, walls, cells)',
  aim: 'ours ≤ 4.5 ms',
  prepare: (size) => {
    const input = { ...optionBook(size) };
    const layout = bookLayout(input.positions, input.expiries);
    const analyse = createAnalyser();
    const book = directBook(input);
    const runOurs = (): readonly number[] => analyse({ ...input, layout }).levels.zeroGammaAll;
    const runDirect = (): readonly number[] => directRoots(book, input.spot);
    return {
      ours: (operations) => {
        for (let n = 0; n < operations; n++) runOurs();
      },
      direct: () => {
        runDirect();
      },
      check: () => {
        const [actual, expected] = [runOurs(), runDirect()];
        if (actual.length !== expected.length) return Infinity;
        return actual.reduce((error, root, i) => Math.max(error, Math.abs(root / expected[i]! - 1)), 0);
      },
    };
  },
};

export const directRoots = (book: DirectBook, spot: number): number[] => {
  let narrowest = Infinity;
  for (let i = 0; i < book.length; i++) narrowest = Math.min(narrowest, book.iv[i]! * Math.sqrt(book.years[i]!));
  const low = Math.log(0.8);
  const points = Math.ceil((Math.log(1.2) - low) / (narrowest / 8));
  const step = (Math.log(1.2) - low) / points;
  const total = (x: number): number => directTotal(book, spot * Math.exp(x));
  const roots: number[] = [];
  let previous = total(low);
  for (let j = 1; j <= points; j++) {
    const value = total(low + j * step);
    if (value > 0 !== previous > 0) roots.push(spot * Math.exp(bisect(total, low + (j - 1) * step, low + j * step, value > 0)));
    previous = value;
  }
  return roots;
};

const bisect = (f: (x: number) => number, low: number, high: number, rising: boolean): number => {
  let [left, right] = [low, high];
  while (right - left > 1e-14) {
    const middle = 0.5 * (left + right);
    if (middle === left || middle === right) break;
    if (f(middle) > 0 === rising) right = middle;
    else left = middle;
  }
  return 0.5 * (left + right);
};

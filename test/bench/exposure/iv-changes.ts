import type { AnalysisInput } from '@gexstream/domain';
import { seededRandom } from '../workloads/random.ts';

const count = 4096;

/** Goes round a fixed sequence of contracts, each with its next IV written into the positions. Returns the contract's row. */
export const ivChanges = ({ positions }: AnalysisInput): { readonly count: number; next(): number } => {
  const random = seededRandom(7);
  const rows = Uint32Array.from({ length: count }, () => Math.floor(random() * positions.length));
  const ivs = Float64Array.from({ length: count }, () => 0.1 + 0.1 * random());
  let change = 0;
  return {
    count,
    next: () => {
      const row = rows[change]!;
      positions.iv[row] = ivs[change]!;
      change = (change + 1) % count;
      return row;
    },
  };
};

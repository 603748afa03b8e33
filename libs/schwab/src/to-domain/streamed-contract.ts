import { formatOsi, isAdjustedRoot, parseOsi, underlyingOfRoot } from '@gexstream/domain';
import { oneText } from '../one-text.ts';

/** What the key of a content stands for. */
export type StreamedContract =
  | { readonly symbol: string; readonly underlying: string }
  | { readonly left: 'unreadable symbol' | 'adjusted contract' };

/** Some days of all that Schwab's limits allow to stream. When it is full all are forgotten, and worked out again as they come. */
const contractsMax = 100_000;
const known = new Map<string, StreamedContract>();

/** Worked out once a contract. */
export const streamedContract = (key: string): StreamedContract => {
  const before = known.get(key);
  if (before !== undefined) return before;
  const option = parseOsi(key);
  if (option === null) return { left: 'unreadable symbol' };
  if (isAdjustedRoot(option.root)) return { left: 'adjusted contract' };
  const contract = { symbol: oneText(formatOsi(option)), underlying: underlyingOfRoot(option.root) };
  if (known.size >= contractsMax) known.clear();
  known.set(contract.symbol, contract);
  return contract;
};

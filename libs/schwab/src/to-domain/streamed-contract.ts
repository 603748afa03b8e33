import { formatOsi, isAdjustedRoot, parseOsi, underlyingOfRoot } from '@gexstream/domain';

/** What the key of a content stands for. */
export type StreamedContract =
  | { readonly symbol: string; readonly underlying: string }
  | { readonly left: 'unreadable symbol' | 'adjusted contract' };

/** Some days of all that Schwab's limits allow to stream. When it is full all are forgotten, and worked out again as they come. */
const contractsMax = 100_000;
const known = new Map<string, StreamedContract>();

/** Worked out once a contract; its symbol is the same object each time, so that whoever looks it up finds its hash known. */
export const streamedContract = (key: string): StreamedContract => {
  const before = known.get(key);
  if (before !== undefined) return before;
  const option = parseOsi(key);
  if (option === null) return { left: 'unreadable symbol' };
  if (isAdjustedRoot(option.root)) return { left: 'adjusted contract' };
  const contract = { symbol: formatOsi(option), underlying: underlyingOfRoot(option.root) };
  if (known.size >= contractsMax) known.clear();
  // Not under the key: as a piece of its frame's text it would hold all of that.
  known.set(contract.symbol, contract);
  return contract;
};

import { type ChainListing, settlesMs } from '@gexstream/domain';
import { actMsOf } from './act-time.ts';
import type { OptionContract } from './option-contract.ts';
import { fnv1a } from './random.ts';

/** A real chain's contracts, as listed. One symbol twice (it happens in files) is kept once, the first time. */
export const realListing = (seed: number, chain: ChainListing): readonly OptionContract[] => {
  const bySymbol = new Map<string, OptionContract>();
  for (const listed of chain.contracts) {
    if (bySymbol.has(listed.symbol)) continue;
    bySymbol.set(listed.symbol, {
      symbol: listed.symbol,
      id: fnv1a(`${seed}/${listed.symbol}`),
      actMs: actMsOf(listed.symbol),
      underlying: chain.underlying,
      root: listed.root,
      expiry: listed.expiry,
      side: listed.side,
      strike: listed.strike,
      settlement: listed.settlement,
      settlesMs: settlesMs(listed.expiry, listed.settlement),
      multiplier: listed.multiplier,
      listed,
    });
  }
  return [...bySymbol.values()].sort((a, b) => a.settlesMs - b.settlesMs || a.strike - b.strike || (a.side < b.side ? -1 : 1));
};

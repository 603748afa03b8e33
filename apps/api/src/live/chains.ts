import type { Carry, ChainPicture } from '@gexstream/domain';
import type { Clock } from '@gexstream/domain/time';
import { type KeptForAWhile, keptForAWhile } from './kept-for-a-while.ts';
import { knownSymbol, notYet } from './known-symbol.ts';
import type { LiveView } from './live-view.ts';

const chainKeptMs = 10_000;
/** A chain of SPX takes some ten MB. */
const chainsMax = 8;

/** Reads an underlying's contracts as they are now; null when there is nothing to read them from so far. */
export type ReadChain = (symbol: string, carry: Carry) => Promise<ChainPicture | null>;

export interface KnownChain {
  readonly chain: ChainPicture;
  readonly carry: Carry;
}

/** The contracts of the symbols asked for lately, under the carry of their levels. */
export interface Chains {
  /** By a symbol as a person wrote it. Rejects with a problem when it is not known, or not yet. */
  of(text: string): Promise<KnownChain>;
  kept: Pick<KeptForAWhile<ChainPicture | null>, 'counts' | 'entries'>;
}

export const chains = (view: LiveView, read: ReadChain, clock: Clock): Chains => {
  const carryOf = (symbol: string): Carry => knownSymbol(view, symbol).levels.body.model.carry;
  const kept = keptForAWhile<ChainPicture | null>({
    make: (symbol) => read(symbol, carryOf(symbol)),
    keptMs: chainKeptMs,
    keysMax: chainsMax,
    clock,
  });
  return {
    of: async (text) => {
      const { underlying, body } = knownSymbol(view, text).levels;
      const chain = await kept.get(underlying);
      if (chain === null) throw notYet(`The contracts of ${underlying} cannot be told yet`);
      return { chain, carry: body.model.carry };
    },
    kept,
  };
};

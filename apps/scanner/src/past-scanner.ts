import { partitionCount, partitionOf } from '@gexstream/bus';
import type { Carry, CompositeScore, MarketEvent, OutcomeEvent } from '@gexstream/domain';
import { type SymbolEffect, scannedSymbol } from './symbol.actor.ts';
import { initialState, type SymbolState } from './symbol-state.ts';

export interface PastScannerOptions {
  readonly carry: Carry;
  /** Without prefix. */
  readonly symbols: readonly string[];
  /** Contracts whose outcome is measured, once a session, from the look at which they first meet this; null: those that the live scanner follows. */
  readonly follow: ((score: CompositeScore, underlying: string) => boolean) | null;
}

/** The scanner over what has been, without a bus and as fast as it goes: the same behaviour gives what it gave live. */
export interface PastScanner {
  /** One event of a partition of `market`, in the partition's order. Gives the outcomes that the scanner would have published of it. */
  take(event: MarketEvent, partition: number): readonly OutcomeEvent[];
}

/** The past was called already: nothing is asked for ahead of a scan. */
const leadMs = 0;

export const pastScanner = ({ carry, symbols, follow }: PastScannerOptions): PastScanner => {
  const states = new Map<string, SymbolState>();
  const names = new Map<number, string[]>();
  let offset = 0;
  for (const symbol of symbols) {
    const following = follow && ((score: CompositeScore) => follow(score, symbol));
    const settings = { carry, leadMs, snapshots: false, outputs: 'outcomes', follow: following } as const;
    states.set(symbol, initialState(symbol, settings));
    const partition = partitionOf(symbol, partitionCount);
    names.set(partition, [...(names.get(partition) ?? []), symbol]);
  }
  const turn = (symbol: string, event: MarketEvent): readonly SymbolEffect[] => {
    const state = states.get(symbol);
    if (state === undefined) return [];
    offset += 1;
    return scannedSymbol(state, { event, offset }, event.eventMs).effects;
  };
  return {
    take: (event, partition) => {
      const receivers = event.underlying === '*' ? (names.get(partition) ?? []) : [event.underlying];
      const outcomes: OutcomeEvent[] = [];
      for (const symbol of receivers)
        for (const effect of turn(symbol, event))
          if (effect.type === 'publish' && effect.event.kind === 'outcome') outcomes.push(effect.event as OutcomeEvent);
      return outcomes;
    },
  };
};

import type { MarketEvent } from '@gexstream/domain';
import type { ContractCounts } from '../actors/subscription-budget.actor.ts';

/** How many contracts of each underlying chains have listed so far, and of how many the stream has told. */
export const countContracts = (underlyings: readonly string[]) => {
  const seen = new Map(underlyings.map((underlying) => [underlying, { listed: new Set<string>(), streamed: new Set<string>() }]));
  return {
    published: (events: readonly MarketEvent[], onChain: (underlying: string) => void): void => {
      for (const event of events) {
        const of = seen.get(event.underlying);
        if (of === undefined || event.kind !== 'option-updates') continue;
        const { origin, symbols, listing } = event.body;
        for (const symbol of symbols) (origin === 'stream' ? of.streamed : of.listed).add(symbol);
        if (listing !== undefined) onChain(event.underlying);
      }
    },
    counts: (): ReadonlyMap<string, ContractCounts> =>
      new Map(
        [...seen].map(([underlying, { listed, streamed }]) => [
          underlying,
          { contracts: Math.max(listed.size, streamed.size), streamed: streamed.size },
        ]),
      ),
  };
};

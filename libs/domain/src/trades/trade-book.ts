import type { Trade } from './trade.ts';
import { tradePlace } from './trade.ts';

/** Everybody's trades, as topic `trades` tells them. */
export interface TradeBook {
  /** A trade as it is from now on; null: it is gone. */
  take(key: string, trade: Trade | null): void;
  /** The newest entry first. */
  of(owners: readonly string[]): readonly Trade[];
  readonly size: number;
}

export const tradeBook = (): TradeBook => {
  const owners = new Map<string, Map<string, Trade>>();
  let size = 0;
  return {
    take(key, trade) {
      const owner = tradePlace(key)?.owner;
      if (owner === undefined) throw new TypeError(`"${key}" is no key of a trade`);
      const held = owners.get(owner) ?? new Map<string, Trade>();
      size -= held.size;
      if (trade === null) held.delete(key);
      else held.set(key, trade);
      size += held.size;
      if (held.size === 0) owners.delete(owner);
      else owners.set(owner, held);
    },
    of: (asked) =>
      asked
        .flatMap((owner) => [...(owners.get(owner)?.values() ?? [])])
        .sort((a, b) => b.entry.atMs - a.entry.atMs || (a.id < b.id ? -1 : 1)),
    get size() {
      return size;
    },
  };
};

import type { ChainListing, ListedContract } from '../instrument/chain-listing.ts';
import { otherSide } from '../instrument/other-side.ts';
import { type ExpirySlot, slotKey } from './position-columns.ts';

/** A call and a put of one root, expiry and strike, both quoted on both sides, bid below ask. Prices in points. */
export interface QuotePair {
  readonly strike: number;
  readonly callMid: number;
  readonly putMid: number;
  /** Of both together: how far call − put, and call + put, may be off. */
  readonly halfSpread: number;
}

/** The pairs of each slot, by ascending strike. */
export const quotePairs = (listing: ChainListing, expiries: readonly ExpirySlot[]): readonly (readonly QuotePair[])[] => {
  const puts = new Map<string, ListedContract>();
  for (const contract of listing.contracts) if (contract.side === 'put') puts.set(contract.symbol, contract);
  const pairs = new Map<string, QuotePair[]>(expiries.map((slot) => [slotKey(slot), []]));
  for (const call of listing.contracts) {
    const put = call.side === 'call' ? puts.get(otherSide(call.symbol)) : undefined;
    if (put === undefined) continue;
    const [callQuote, putQuote] = [midOf(call), midOf(put)];
    if (callQuote === null || putQuote === null) continue;
    pairs.get(slotKey(call))?.push({
      strike: call.strike,
      callMid: callQuote.mid,
      putMid: putQuote.mid,
      halfSpread: callQuote.halfSpread + putQuote.halfSpread,
    });
  }
  return expiries.map((slot) => pairs.get(slotKey(slot))!.sort((a, b) => a.strike - b.strike));
};

/** Null unless both sides are quoted, bid below ask. */
export const midOf = ({
  bid,
  ask,
}: Pick<ListedContract, 'bid' | 'ask'>): { readonly mid: number; readonly halfSpread: number } | null =>
  bid !== null && ask !== null && bid > 0 && ask > bid ? { mid: (bid + ask) / 2, halfSpread: (ask - bid) / 2 } : null;

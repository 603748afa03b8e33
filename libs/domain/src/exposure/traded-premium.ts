import type { ListedContract } from '../instrument/chain-listing.ts';

/** What was paid today for calls and for puts [USD]. An estimate: trades were done at the prices of their moment. */
export interface TradedPremium {
  readonly call: number;
  readonly put: number;
}

/** What a contract is reckoned at, in points: the mid, or the last sale where the quote has not two sides; 0 where neither is known. */
export const premiumPrice = (bid: number, ask: number, last: number): number =>
  bid > 0 && ask >= bid ? (bid + ask) / 2 : last > 0 ? last : 0;

/** Volume × price × multiplier over a chain file. */
export const listedPremium = (contracts: readonly ListedContract[]): TradedPremium => {
  const premium = { call: 0, put: 0 };
  for (const { side, bid, ask, last, volume, multiplier } of contracts)
    premium[side] += volume * multiplier * premiumPrice(bid ?? Number.NaN, ask ?? Number.NaN, last ?? Number.NaN);
  return premium;
};

/** Put over call premium of slices together; null where a side has none. */
export const putCallPremium = (slices: readonly TradedPremium[]): number | null => {
  let [call, put] = [0, 0];
  for (const slice of slices) {
    call += slice.call;
    put += slice.put;
  }
  return call > 0 && put > 0 ? put / call : null;
};

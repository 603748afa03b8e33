import type { ListedContract } from '../instrument/chain-listing.ts';

/**
 * Premium of the puts traded today over that of the calls: volume × multiplier × mid, or × last sale without a two-sided quote. An estimate:
 * trades were done at the prices of their moment. Null without calls.
 */
export const putCallPremium = (contracts: readonly ListedContract[]): number | null => {
  const premium = { call: 0, put: 0 };
  for (const { side, bid, ask, last, volume, multiplier } of contracts) {
    const price = bid !== null && ask !== null && bid > 0 && ask >= bid ? (bid + ask) / 2 : (last ?? 0);
    premium[side] += volume * multiplier * price;
  }
  return premium.call > 0 ? premium.put / premium.call : null;
};

import { easternTime } from '../calendar/eastern-time.ts';
import type { Settlement } from '../exposure/analysis.ts';
import type { ExpirySlot, PositionColumns } from '../exposure/position-columns.ts';
import type { ChainListing } from '../instrument/chain-listing.ts';
import { otherSide } from '../instrument/other-side.ts';
import type { EpochMs } from '../time/epoch-ms.ts';

export interface ListingPositions {
  readonly positions: PositionColumns;
  readonly expiries: readonly ExpirySlot[];
}

/** A chain file as the columns that the analysis reads. IV order `file`: the chain's own; else the other side's at the same root, expiry and strike. */
export const listingPositions = (listing: ChainListing): ListingPositions => {
  const { contracts } = listing;
  const expiries: ExpirySlot[] = [];
  const expiryIndexOf = new Map<string, number>();
  const ivOf = new Map<string, number>();
  for (const contract of contracts) if (contract.iv !== null) ivOf.set(contract.symbol, contract.iv);

  const length = contracts.length;
  const positions = {
    length,
    strike: new Float64Array(length),
    expiryIndex: new Uint16Array(length),
    side: new Int8Array(length),
    openInterest: new Float64Array(length),
    volume: new Float64Array(length),
    multiplier: new Float64Array(length),
    iv: new Float64Array(length),
    exclusion: new Uint8Array(length),
  };
  contracts.forEach((contract, row) => {
    const key = `${contract.expiry} ${contract.settlement}`;
    let index = expiryIndexOf.get(key);
    if (index === undefined) {
      index = expiries.length;
      expiryIndexOf.set(key, index);
      expiries.push({
        expiry: contract.expiry,
        settlement: contract.settlement,
        settlesMs: settlesByRuleR0(contract.expiry, contract.settlement),
      });
    }
    positions.strike[row] = contract.strike;
    positions.expiryIndex[row] = index;
    positions.side[row] = contract.side === 'call' ? 1 : -1;
    positions.openInterest[row] = contract.openInterest;
    positions.volume[row] = contract.volume;
    positions.multiplier[row] = contract.multiplier;
    positions.iv[row] = contract.iv ?? ivOf.get(otherSide(contract.symbol)) ?? Number.NaN;
  });
  return { positions, expiries };
};

/**
 * Rule R0, by which published totals of chain files are compared: p.m. means 16:00 in New York, on half days too. The live book goes by
 * the exchange's calendar (13:00 then); the two differ on the few half days of a year.
 */
const settlesByRuleR0 = (expiry: string, settlement: Settlement): EpochMs =>
  settlement === 'am' ? easternTime(expiry, 9, 30) : easternTime(expiry, 16, 0);

import {
  type AnalysisInput,
  type Carry,
  type DealerModel,
  type EpochMs,
  type ExpiryForward,
  type ExposurePicture,
  exposurePicture,
  listedPremium,
  listingPositions,
  type Measure,
  parityCarry,
  putCallPremium,
  quotePairs,
  slotKey,
} from '@gexstream/domain';
import type { ChainFile } from '@gexstream/schwab';

export interface PictureChoice {
  readonly asOf: EpochMs;
  readonly carry: Carry;
  readonly dealerModel: DealerModel;
  readonly measure: Measure;
}

/** Everything that is told of a chain file. */
export interface ListingPicture extends ExposurePicture {
  /** Beside `levels.expiries`, one each; null unless the carry is `parity`. */
  readonly parities: readonly (ExpiryForward | null)[];
  /** Put over call premium traded today, of what has not settled; null where a side has none. */
  readonly putCallPremium: number | null;
  readonly source: ChainFile['source'];
}

export const listingPicture = (listing: ChainFile, choice: PictureChoice): ListingPicture => {
  const { positions, expiries: listed } = listingPositions(listing);
  const { asOf, carry, dealerModel, measure } = choice;
  const parity = carry.kind === 'parity' ? parityCarry(listing, listed, asOf, carry) : null;
  const expiries = parity?.expiries ?? listed;
  const { underlying, spot } = listing;
  const input: AnalysisInput = {
    ...{ underlying, asOf, spot, carry, ivOrder: 'file', dealerModel, measure, positions, expiries },
    extraExcluded: listing.skipped,
  };
  const picture = exposurePicture(input, quotePairs(listing, expiries));
  const living = new Set(picture.levels.expiries.map(slotKey));
  return {
    ...picture,
    parities: picture.levels.expiries.map(
      ({ expiry, settlement }) =>
        parity?.forwards.find((each) => each.expiry === expiry && each.settlement === settlement) ?? null,
    ),
    putCallPremium: putCallPremium([listedPremium(listing.contracts.filter((contract) => living.has(slotKey(contract))))]),
    source: listing.source,
  };
};

import {
  type AnalysisInput,
  analyse,
  type Carry,
  type ChainListing,
  type DealerModel,
  type EpochMs,
  type ExpectedMove,
  type ExpiryForward,
  type ExpiryLevels,
  type ExpirySlot,
  type ExposureCurve,
  type Exposures,
  expectedMove,
  expiryMaxPain,
  expiryTerm,
  exposureCurve,
  type GreekExposures,
  greekExposures,
  type HorizonLevels,
  horizonLevels,
  type Levels,
  listingPositions,
  type Measure,
  parityCarry,
  putCallPremium,
  quotePairs,
  type VolumeWalls,
  volumeWalls,
} from '@gexstream/domain';

export interface PictureChoice {
  readonly asOf: EpochMs;
  readonly carry: Carry;
  readonly dealerModel: DealerModel;
  readonly measure: Measure;
}

/** Everything that is told of a chain file. */
export interface ListingPicture {
  readonly levels: Levels;
  readonly exposures: GreekExposures;
  readonly horizons: readonly HorizonLevels[];
  readonly curve: ExposureCurve;
  /** Beside `levels.expiries`, one each. */
  readonly expiries: readonly ExpiryPicture[];
  /** Put over call premium traded today; null without calls. */
  readonly putCallPremium: number | null;
  readonly source: ChainListing['source'];
}

export interface ExpiryPicture {
  /** Null where nobody holds anything. */
  readonly exposures: Exposures | null;
  readonly maxPain: number | null;
  readonly volumeWalls: VolumeWalls;
  readonly expectedMove: ExpectedMove;
  /** In points. */
  readonly forward: number;
  /** Null unless the carry is `parity`. */
  readonly parity: ExpiryForward | null;
}

export const listingPicture = (listing: ChainListing, choice: PictureChoice): ListingPicture => {
  const { positions, expiries: listed } = listingPositions(listing);
  const { asOf, carry, dealerModel, measure } = choice;
  const parity = carry.kind === 'parity' ? parityCarry(listing, listed, asOf, carry) : null;
  const expiries = parity?.expiries ?? listed;
  const { underlying, spot } = listing;
  const input: AnalysisInput = { underlying, asOf, spot, carry, ivOrder: 'file', dealerModel, measure, positions, expiries };
  const whole = analyse(input);
  const exposures = greekExposures(input);
  const pairs = quotePairs(listing, expiries);

  const expiryPicture = ({ expiry, settlement, atmIv }: ExpiryLevels, index: number): ExpiryPicture => {
    const same = (other: Pick<ExpirySlot, 'expiry' | 'settlement'>): boolean =>
      other.expiry === expiry && other.settlement === settlement;
    const slot = expiries.findIndex(same);
    const term = expiryTerm(expiries[slot]!, asOf, carry);
    const forward = spot * Math.exp(term.carry);
    return {
      exposures: exposures.expiries.find(same)?.exposures ?? null,
      maxPain: expiryMaxPain(whole.cells, index),
      volumeWalls: volumeWalls(whole.cells, (each) => each === index),
      expectedMove: expectedMove(atmIv, pairs[slot]!, spot, forward, term.years),
      forward,
      parity: parity?.forwards.find(same) ?? null,
    };
  };
  return {
    levels: whole.levels,
    exposures,
    horizons: horizonLevels(input, whole, exposures),
    curve: exposureCurve(input),
    expiries: whole.levels.expiries.map(expiryPicture),
    putCallPremium: putCallPremium(listing.contracts),
    source: listing.source,
  };
};

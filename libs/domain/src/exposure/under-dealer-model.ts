import type { ExposureModel, SliceLevels } from './analysis.ts';
import { type DealerModel, dealerModels } from './dealer-model.ts';
import type { ExposureCurve } from './exposure-curve.ts';
import { type ExposureKind, type ExposureSums, type Exposures, exposureKinds } from './exposure-kinds.ts';
import type { ExposurePicture } from './exposure-picture.ts';

/** A picture without its strikes: what is published. */
export type PublishedPicture = Omit<ExposurePicture, 'strikes'>;

/**
 * A picture of the `naive` model under another one, exactly as if computed so: a model only signs calls and puts. Where both have one sign,
 * total gamma never crosses zero, and the largest net strike is the largest gross one.
 */
export const underDealerModel = (picture: PublishedPicture, dealerModel: DealerModel): PublishedPicture => {
  const signs = signsOf(dealerModel);
  const { levels } = picture;
  const model: ExposureModel = { ...levels.model, convention: dealerModels[dealerModel].convention };
  return {
    levels: {
      ...signedLevels(levels, signs),
      model,
      expiries: levels.expiries.map((expiry) => signedLevels(expiry, signs)),
    },
    total: signedExposures(picture.total, signs),
    horizons: picture.horizons.map((horizon) => ({
      ...horizon,
      levels: signedLevels(horizon.levels, signs),
      exposures: signedExposures(horizon.exposures, signs),
    })),
    curve: signedCurve(picture.curve, signs),
    expiries: picture.expiries.map((expiry) => ({
      ...expiry,
      exposures: expiry.exposures && signedExposures(expiry.exposures, signs),
    })),
  };
};

interface Signs {
  /** What calls and puts of the naive model are multiplied by. */
  readonly call: number;
  readonly put: number;
  readonly sameSign: boolean;
}

const signsOf = (dealerModel: DealerModel): Signs => {
  const { call, put } = dealerModels[dealerModel];
  return { call: call * dealerModels.naive.call, put: put * dealerModels.naive.put, sameSign: call === put };
};

/** Whether calls and puts have one sign: then total gamma never crosses zero. */
export const signsTheSame = (dealerModel: DealerModel): boolean => signsOf(dealerModel).sameSign;

/** The sums of one kind and slice of the `naive` model under another one. */
export const sumsUnderDealerModel = (sums: ExposureSums, dealerModel: DealerModel): ExposureSums =>
  signedSums(sums, signsOf(dealerModel));

/** All of a slice's sums of the `naive` model under another one. */
export const exposuresUnderDealerModel = (exposures: Exposures, dealerModel: DealerModel): Exposures =>
  signedExposures(exposures, signsOf(dealerModel));

const signedLevels = <Slice extends SliceLevels>(slice: Slice, signs: Signs): Slice => {
  const { gross } = slice.total;
  const { net, call, put } = signedSums(slice.total, signs);
  const total = { net, call, put, gross } as SliceLevels['total'];
  if (!signs.sameSign) return { ...slice, total };
  return { ...slice, total, zeroGamma: null, zeroGammaAll: [], maxNetStrike: slice.maxGrossStrike };
};

const signedExposures = (exposures: Exposures, signs: Signs): Exposures =>
  Object.fromEntries(
    exposureKinds.map((kind): [ExposureKind, ExposureSums] => [kind, signedSums(exposures[kind], signs)]),
  ) as Exposures;

const signedSums = (sums: ExposureSums, signs: Signs): ExposureSums => {
  // Nothing times −1 would be −0.
  const [call, put] = [sums.call * signs.call + 0, sums.put * signs.put + 0];
  return { net: call + put, call, put, gross: sums.gross };
};

const signedCurve = ({ spots, callGex, putGex }: ExposureCurve, signs: Signs): ExposureCurve => ({
  spots,
  callGex: callGex.map((gex) => gex * signs.call + 0),
  putGex: putGex.map((gex) => gex * signs.put + 0),
});

import {
  approximationText,
  atmIvAhead,
  curveJson,
  daysAhead,
  dealerModelOf,
  type ExpiringGamma,
  expiringGamma,
  expiryPictureJson,
  exposuresJson,
  exposureUnits,
  forwardBasisJson,
  horizonJson,
  isoTime,
  modelText,
  skew25dAhead,
  sliceLevelsJson,
} from '@gexstream/domain';
import type { ListingPicture } from '../levels/listing-picture.ts';

/** The object that `--json` prints; see `expiryPictureJson` for the units. */
export const levelsJson = (picture: ListingPicture) => {
  const { levels } = picture;
  const text = modelText(levels.model);
  const slice = sliceLevelsJson(levels);
  const expiring = expiringGamma(levels);
  return {
    symbol: levels.underlying,
    as_of: isoTime(levels.asOf),
    spot: levels.spot,
    unit: text.unit,
    convention: text.convention,
    dealer_model: dealerModelOf(levels.model.convention),
    measure: text.measure,
    model: text.model,
    carry: text.carry,
    zero_gamma_method: text.zeroGammaMethod,
    approximation: approximationText(levels.underlying),
    ...slice,
    put_call_ratio: { ...slice.put_call_ratio, premium: picture.putCallPremium },
    expiring_gamma: { next: expiringJson(expiring.next), monthly: expiringJson(expiring.monthly) },
    atm_iv_30d: atmIvAhead(levels.expiries, levels.asOf, daysAhead),
    skew_25d_30d: skew25dAhead(levels.expiries, levels.asOf, daysAhead),
    exposure_units: exposureUnits,
    exposures: exposuresJson(picture.total),
    expiries: levels.expiries.map((expiry, i) => ({
      ...expiryPictureJson(expiry, picture.expiries[i]!),
      forward: { value: picture.expiries[i]!.forward, ...forwardBasisJson(picture.expiries[i]!, picture.parities[i]!) },
    })),
    horizons: picture.horizons.map(horizonJson),
    strikes: picture.strikes.map((each) => ({ strike: each.strike, ...exposuresJson(each.exposures) })),
    curve: curveJson(picture.curve),
  };
};

const expiringJson = (gamma: ExpiringGamma | null) => gamma && { expiry: gamma.expiry, gross_share: gamma.grossShare };

import {
  dealerModelOf,
  type ExpiringGamma,
  type ExpiryLevels,
  type Exposures,
  expiringGamma,
  exposureKinds,
  exposureUnits,
  type HorizonLevels,
  isoTime,
  modelText,
  sliceLevelsJson,
  type VolumeWalls,
} from '@gexstream/domain';
import type { ExpiryPicture, ListingPicture } from '../levels/listing-picture.ts';

/**
 * The object that `--json` prints: levels in points, GEX in USD per 1 % move, every other exposure in the unit beside it, `atm_iv` a fraction a
 * year, `skew_25d` in vol points.
 */
export const levelsJson = ({ levels, exposures, horizons, curve, expiries, putCallPremium }: ListingPicture) => {
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
    ...slice,
    put_call_ratio: { ...slice.put_call_ratio, premium: putCallPremium },
    expiring_gamma: { next: expiringJson(expiring.next), monthly: expiringJson(expiring.monthly) },
    exposure_units: exposureUnits,
    exposures: exposuresJson(exposures.total),
    expiries: levels.expiries.map((expiry, i) => expiryJson(expiry, expiries[i]!)),
    horizons: horizons.map(horizonJson),
    strikes: exposures.strikes.map((each) => ({ strike: each.strike, ...exposuresJson(each.exposures) })),
    curve: { spot: Array.from(curve.spots), net_gex: Array.from(curve.netGex) },
  };
};

const expiringJson = (gamma: ExpiringGamma | null) => gamma && { expiry: gamma.expiry, gross_share: gamma.grossShare };

const exposuresJson = (exposures: Exposures) =>
  Object.fromEntries(
    exposureKinds.map((kind) => {
      const { net, call, put, gross } = exposures[kind];
      return [kind, { net, call, put, gross }];
    }),
  );

const expiryJson = (levels: ExpiryLevels, picture: ExpiryPicture) => ({
  expiry: levels.expiry,
  settlement: levels.settlement,
  settles_at: isoTime(levels.settlesMs),
  floored: levels.floored,
  atm_iv: levels.atmIv,
  skew_25d: levels.skew25d,
  ...sliceLevelsJson(levels),
  exposures: picture.exposures && exposuresJson(picture.exposures),
  max_pain: picture.maxPain,
  ...volumeWallsJson(picture.volumeWalls),
  expected_move: {
    iv: picture.expectedMove.iv && {
      atm_iv: picture.expectedMove.iv.volatility,
      one_sigma: picture.expectedMove.iv.oneSigma,
    },
    straddle: picture.expectedMove.straddle && {
      strike: picture.expectedMove.straddle.strike,
      price: picture.expectedMove.straddle.price,
      one_sigma: picture.expectedMove.straddle.oneSigma,
    },
  },
  forward: forwardJson(picture),
});

const forwardJson = ({ forward, parity }: ExpiryPicture) => ({
  value: forward,
  source: parity?.source ?? 'configured',
  implied: parity?.implied
    ? {
        value: parity.implied.forward,
        strikes: parity.implied.strikes,
        scatter: parity.implied.scatter,
        half_spread: parity.implied.halfSpread,
      }
    : null,
});

const horizonJson = ({ name, expiries, levels, exposures, volumeWalls, grossShare }: HorizonLevels) => ({
  name,
  expiries,
  gross_share: grossShare,
  ...sliceLevelsJson(levels),
  exposures: exposuresJson(exposures),
  ...volumeWallsJson(volumeWalls),
});

const volumeWallsJson = (walls: VolumeWalls) => ({
  call_volume_wall: walls.callVolumeWall,
  put_volume_wall: walls.putVolumeWall,
});

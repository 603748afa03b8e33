import { isoTime } from '../time/epoch-ms.ts';
import type { ExpiryLevels } from './analysis.ts';
import { curveNet, type ExposureCurve } from './exposure-curve.ts';
import { type ExposureKind, type ExposureSums, type Exposures, exposureKinds } from './exposure-kinds.ts';
import type { ExpiryPicture } from './exposure-picture.ts';
import type { HorizonLevels } from './horizons.ts';
import { sliceLevelsJson } from './levels-json.ts';
import type { ExpiryForward } from './parity-carry.ts';
import type { VolumeWalls } from './position-marks.ts';

/*
 * A picture's parts as JSON names them: levels in points, GEX in USD per 1 % move, every other exposure in its own of `exposureUnits`, IVs
 * fractions a year, `skew_25d` in vol points. Fresh objects, so that a reader may own them.
 */

export const exposuresJson = (exposures: Exposures): Record<ExposureKind, ExposureSums> =>
  Object.fromEntries(
    exposureKinds.map((kind) => {
      const { net, call, put, gross } = exposures[kind];
      return [kind, { net, call, put, gross }];
    }),
  ) as Record<ExposureKind, ExposureSums>;

export const expiryPictureJson = (levels: ExpiryLevels, picture: ExpiryPicture) => ({
  expiry: levels.expiry,
  settlement: levels.settlement,
  settles_at: isoTime(levels.settlesMs),
  floored: levels.floored,
  atm_iv: levels.atmIv,
  put_25d_iv: levels.put25dIv,
  call_25d_iv: levels.call25dIv,
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
});

/** Where an expiry's forward comes from; `forward` is null but with carry `parity`. Rates are fractions a year, the rest points. */
export const forwardBasisJson = ({ rate, dividendYield }: ExpiryPicture, forward: ExpiryForward | null) => ({
  source: forward?.source ?? 'configured',
  rate,
  dividend_yield: dividendYield,
  implied: forward?.implied
    ? {
        value: forward.implied.forward,
        strikes: forward.implied.strikes,
        scatter: forward.implied.scatter,
        half_spread: forward.implied.halfSpread,
      }
    : null,
});

export const horizonJson = ({ name, expiries, levels, exposures, volumeWalls, grossShare }: HorizonLevels) => ({
  name,
  expiries,
  gross_share: grossShare,
  ...sliceLevelsJson(levels),
  exposures: exposuresJson(exposures),
  ...volumeWallsJson(volumeWalls),
});

export const curveJson = (curve: ExposureCurve) => ({ spot: Array.from(curve.spots), net_gex: Array.from(curveNet(curve)) });

const volumeWallsJson = (walls: VolumeWalls) => ({
  call_volume_wall: walls.callVolumeWall,
  put_volume_wall: walls.putVolumeWall,
});

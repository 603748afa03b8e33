import { type ExpiryLevels, isoTime, type Levels, modelText, sliceLevelsJson } from '@gexstream/domain';

const expiry = (levels: ExpiryLevels) => ({
  expiry: levels.expiry,
  settlement: levels.settlement,
  settles_at: isoTime(levels.settlesMs),
  floored: levels.floored,
  atm_iv: levels.atmIv,
  skew_25d: levels.skew25d,
  ...sliceLevelsJson(levels),
});

/** The object that `--json` prints: USD per 1 % move, levels in points, `atm_iv` a fraction a year, `skew_25d` in vol points. */
export const levelsJson = (levels: Levels) => {
  const text = modelText(levels.model);
  return {
    symbol: levels.underlying,
    as_of: isoTime(levels.asOf),
    spot: levels.spot,
    unit: text.unit,
    convention: text.convention,
    measure: text.measure,
    model: text.model,
    carry: text.carry,
    zero_gamma_method: text.zeroGammaMethod,
    ...sliceLevelsJson(levels),
    expiries: levels.expiries.map(expiry),
  };
};

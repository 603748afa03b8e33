import { type ExpiryLevels, isoTime, type Levels, modelText, type SliceLevels } from '@gexstream/domain';

const slice = (levels: SliceLevels) => ({
  total: {
    net_gex: levels.total.net,
    call_gex: levels.total.call,
    put_gex: levels.total.put,
    gross_gex: levels.total.gross,
  },
  zero_gamma: levels.zeroGamma,
  zero_gamma_all: levels.zeroGammaAll,
  call_wall: levels.callWall,
  put_wall: levels.putWall,
  max_gross_strike: levels.maxGrossStrike,
  max_net_strike: levels.maxNetStrike,
  put_call_ratio: { oi: levels.putCallRatioOi, volume: levels.putCallRatioVolume },
  contracts: levels.contracts,
});

const expiry = (levels: ExpiryLevels) => ({
  expiry: levels.expiry,
  settlement: levels.settlement,
  settles_at: isoTime(levels.settlesMs),
  floored: levels.floored,
  ...slice(levels),
});

/** The object that `--json` prints: USD per 1 % move, levels in points. */
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
    ...slice(levels),
    expiries: levels.expiries.map(expiry),
  };
};

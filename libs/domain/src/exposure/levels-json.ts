import type { SliceLevels } from './analysis.ts';

/** A slice's levels as JSON names them: GEX in USD per 1 % move, levels in points. A fresh object, so that a reader may own it. */
export const sliceLevelsJson = (levels: SliceLevels) => ({
  total: {
    net_gex: levels.total.net,
    call_gex: levels.total.call,
    put_gex: levels.total.put,
    gross_gex: levels.total.gross,
  },
  zero_gamma: levels.zeroGamma,
  zero_gamma_all: [...levels.zeroGammaAll],
  call_wall: levels.callWall,
  put_wall: levels.putWall,
  max_gross_strike: levels.maxGrossStrike,
  max_net_strike: levels.maxNetStrike,
  put_call_ratio: { oi: levels.putCallRatioOi, volume: levels.putCallRatioVolume },
  contracts: { used: levels.contracts.used, excluded: { ...levels.contracts.excluded } },
});

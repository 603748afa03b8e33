import { expect, test } from 'vitest';
import { points } from '../units/points.ts';
import { usdPerPercent } from '../units/usd-per-percent.ts';
import type { SliceLevels } from './analysis.ts';
import { sliceLevelsJson } from './levels-json.ts';

const levels: SliceLevels = {
  total: { net: usdPerPercent(1), call: usdPerPercent(2), put: usdPerPercent(-3), gross: usdPerPercent(4) },
  zeroGamma: points(5),
  zeroGammaAll: [points(5), points(6)],
  callWall: points(7),
  putWall: null,
  maxGrossStrike: points(8),
  maxNetStrike: points(9),
  putCallRatioOi: 1.5,
  putCallRatioVolume: null,
  contracts: { used: 10, excluded: { 'no-iv': 11 } },
};

test('every number of a slice has its name and place, in this order, and null stays null', () => {
  expect(JSON.stringify(sliceLevelsJson(levels))).toBe(
    '{"total":{"net_gex":1,"call_gex":2,"put_gex":-3,"gross_gex":4},"zero_gamma":5,"zero_gamma_all":[5,6],"call_wall":7,' +
      '"put_wall":null,"max_gross_strike":8,"max_net_strike":9,"put_call_ratio":{"oi":1.5,"volume":null},' +
      '"contracts":{"used":10,"excluded":{"no-iv":11}}}',
  );
});

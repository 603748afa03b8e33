import { expect, test } from 'vitest';
import type { ExposuresBody } from '../../contract/exposures.ts';
import { expiryRows } from './expiry-rows.ts';

type Expiry = ExposuresBody['expiries'][number];

test('an expiry tells its volatility, how far it lets spot go, and its max pain; what is not known is a dash', () => {
  const whole = {
    ...{ expiry: '2026-11-20', settlement: 'am', atm_iv: 0.1234, skew_25d: -1.5, max_pain: 6_005 },
    total: { net_gex: -2.5e9 },
    expected_move: { iv: { atm_iv: 0.1234, one_sigma: 41.26 }, straddle: null },
  } as Expiry;
  const bare = {
    ...{ expiry: '2026-11-23', settlement: 'pm', atm_iv: null, skew_25d: null, max_pain: null },
    total: { net_gex: 0 },
    expected_move: { iv: null, straddle: null },
  } as Expiry;
  expect(expiryRows([whole, bare])).toEqual([
    ['2026-11-20 AM', '−2.50\u00a0B', '12.3', '−1.50', '41.3', '6,005'],
    ['2026-11-23', '0', '–', '–', '–', '–'],
  ]);
});

import { expect, test } from 'vitest';
import type { SessionBody } from '../../contract/session.ts';
import type { LevelsEventBody } from '../../contract/stream.ts';
import { changeRows, kingPath } from './since-open.ts';

const baseline = {
  ...{ as_of: '2026-11-20T14:30:00.000Z', spot: 5990, net_gex: -3e9, gross_gex: 15e9 },
  ...{ king: 6000, call_wall: 6020, put_wall: null, zero_gamma: 5980 },
};
// Of a full answer only these fields are read.
const levels = {
  ...{ spot: 6005.5, max_gross_strike: 6000, call_wall: 6010, put_wall: 5900, zero_gamma: null },
  total: { net_gex: 2e9, gross_gex: 15e9 },
} as unknown as LevelsEventBody;

test('G-17: since the open: then, now and the change, none where a level is missing', () => {
  expect(changeRows({ baseline }, levels)).toEqual([
    ['Spot', '5,990', '6,005.5', '+15.5'],
    ['Net GEX', '−3.00\u00a0B', '2.00\u00a0B', '+5.00\u00a0B'],
    ['Gross GEX', '15.0\u00a0B', '15.0\u00a0B', '='],
    ['King ★', '6,000', '6,000', '='],
    ['Call wall', '6,020', '6,010', '−10'],
    ['Put wall', 'none', '5,900', ''],
    ['Zero gamma', '5,980', 'none', ''],
  ]);
});

test('G-14: the kings so far, newest first, in New York’s time', () => {
  const move = (level: 'king' | 'call_wall', to: number | null): SessionBody['moves'][number] => ({
    ...{ level, as_of: '2026-11-20T15:05:10.000Z', spot: 6001, from: 6000, to },
  });
  expect(kingPath({ baseline, moves: [move('king', 6010), move('call_wall', 6100), move('king', null)] })).toEqual([
    '10:05 none',
    '10:05 6,010',
    '09:30 6,000',
  ]);
});

import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { fullMinute, levelsEvent } from './fixtures/events.ts';
import { expiryLevelsRows, levelsRow } from './levels-rows.ts';

const provenance = { input_seq: 42, session_date: '2026-11-20', feed: 'sim', run: 'run-1' };
const shared = {
  ts: fullMinute,
  underlying: 'SPX',
  model: 'oi/calls+puts-/zero/bsm/live',
  spot: 6001.25,
  put_gex: -30,
  zero_gamma: 5950,
  zero_gamma_all: [5700, 5950],
  call_wall: 6100,
  put_wall: null,
  max_gross_strike: 6000,
  max_net_strike: 6050,
  put_call_ratio_oi: 1.5,
  put_call_ratio_volume: null,
  contracts_used: 100,
  contracts_excluded: 7,
};

test('a levels record is one row: totals, levels, coverage and where it came from', () => {
  expect(levelsRow(levelsEvent())).toEqual({
    ...shared,
    net_gex: 70,
    call_gex: 100,
    gross_gex: 130,
    streamed_share: 0.75,
    polled_share: 0.25,
    stale_share: 0,
    ...provenance,
  });
});

test('without gross gamma the shares are null', () => {
  const event = levelsEvent();
  const row = levelsRow({ ...event, body: { ...event.body, coverage: null } });
  expect([row.streamed_share, row.polled_share, row.stale_share]).toEqual([null, null, null]);
});

test('on a full minute each expiry is a row of its own', () => {
  expect(expiryLevelsRows(levelsEvent())).toEqual([
    {
      ...shared,
      expiry: '2026-11-20',
      settlement: 'pm',
      settles_ts: fullMinute,
      floored: true,
      atm_iv: null,
      put_25d_iv: null,
      call_25d_iv: null,
      skew_25d: null,
      net_gex: 50,
      call_gex: 80,
      gross_gex: 110,
      ...provenance,
    },
    {
      ...shared,
      expiry: '2026-12-18',
      settlement: 'am',
      settles_ts: fullMinute + 28 * 86_400_000,
      floored: false,
      atm_iv: 0.125,
      put_25d_iv: 0.155,
      call_25d_iv: 0.11,
      skew_25d: 4.5,
      net_gex: 20,
      call_gex: 50,
      gross_gex: 80,
      ...provenance,
    },
  ]);
});

test('between full minutes the expiries are not kept', () => {
  expect(expiryLevelsRows(levelsEvent({ eventMs: epochMs(fullMinute + 250) }))).toEqual([]);
});

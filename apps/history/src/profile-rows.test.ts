import { expect, test } from 'vitest';
import { fullMinute, profileEvent } from './fixtures/events.ts';
import { profileRows } from './profile-rows.ts';

const shared = {
  ts: fullMinute,
  underlying: 'SPX',
  model: 'oi/calls+puts-/zero/bsm/live',
  spot: 6001.25,
  input_seq: 42,
  session_date: '2026-11-20',
  feed: 'sim',
  run: 'run-1',
};

test('a profile record is a row per expiry that has cells, by strike', () => {
  expect(profileRows(profileEvent())).toEqual([
    {
      ...shared,
      expiry: '2026-11-20',
      settlement: 'pm',
      strikes: [6000, 6100],
      call_gex: [3, 1],
      put_gex: [-3, -1],
      call_oi: [30, 10],
      put_oi: [31, 11],
      call_volume: [32, 12],
      put_volume: [33, 13],
    },
    {
      ...shared,
      expiry: '2026-12-18',
      settlement: 'am',
      strikes: [6000],
      call_gex: [2],
      put_gex: [-2],
      call_oi: [20],
      put_oi: [21],
      call_volume: [22],
      put_volume: [23],
    },
  ]);
});

test('a cell of an expiry that is not listed is refused', () => {
  const event = profileEvent();
  const broken = { ...event, body: { ...event.body, expiryIndex: Uint16Array.of(0, 3, 0) } };
  expect(() => profileRows(broken)).toThrow('cell 1 names expiry 3 of 3');
});

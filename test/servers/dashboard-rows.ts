import { epochMs } from '@gexstream/domain';
import type {
  feedGaps,
  gexExpiryExposures,
  gexExpiryLevels,
  gexExposures,
  gexLevels,
  gexProfiles,
  RowOf,
} from '@gexstream/store';

// What the store holds when the dashboards are asked: enough to tell every number from every other.

/** A full hour: each interval begins within the range that is asked for. */
export const startMs = Date.UTC(2026, 10, 20, 15);
export const endMs = startMs + 10 * 60_000;
export const minute = (index: number) => epochMs(startMs + index * 60_000);
export const about = {
  underlying: 'SPX',
  model: 'oi/calls+puts-/zero/bsm/live',
  spot: 6000,
  input_seq: 7,
  session_date: '2026-11-20',
  feed: 'sim',
  run: 'r1',
};
const slice = (net: number) => ({
  net_gex: net,
  call_gex: net + 50,
  put_gex: -50,
  gross_gex: net + 100,
  zero_gamma: 5950,
  zero_gamma_all: [5700, 5950],
  call_wall: 6100,
  put_wall: null,
  max_gross_strike: 6000,
  max_net_strike: 6050,
  put_call_ratio_oi: 1.5,
  put_call_ratio_volume: null,
  contracts_used: 100,
  contracts_excluded: 3,
});

/** Four levels rows a minute: net rises by 1 with each. */
export const levels: readonly RowOf<typeof gexLevels>[] = Array.from({ length: 40 }, (_, index) => ({
  ts: epochMs(startMs + index * 15_000),
  ...about,
  ...slice(index),
  streamed_share: 0.75,
  polled_share: 0.25,
  stale_share: 0,
}));

export const expiryLevels = [0, 1].flatMap((at): readonly RowOf<typeof gexExpiryLevels>[] =>
  ['2026-11-20', '2026-12-18'].map((expiry, index) => ({
    ts: minute(at),
    ...about,
    expiry,
    settlement: 'pm',
    settles_ts: minute(600),
    floored: false,
    atm_iv: 0.15,
    // The far expiry has no wings.
    skew_25d: index === 0 ? 4 + at / 2 : null,
    ...slice(100 * at + index),
  })),
);

export const horizonNames = ['0dte', 'weekly', 'monthly', 'all'];
const kinds = ['gex', 'dex', 'vex', 'chex', 'speed', 'zomma'] as const;
/** Each kind and horizon is told apart by its digits: `net_vex` of minute 1, horizon 3, is 1032. */
const sums = (net: number) =>
  Object.fromEntries(
    kinds.flatMap((kind, k) => ['net', 'call', 'put', 'gross'].map((part) => [`${part}_${kind}`, 1_000 + net + k])),
  ) as Record<`${'net' | 'call' | 'put' | 'gross'}_${(typeof kinds)[number]}`, number>;
const walls = { call_volume_wall: 6100, put_volume_wall: null };
export const exposures = [0, 1].flatMap((at): readonly RowOf<typeof gexExposures>[] =>
  horizonNames.map((horizon, h) => ({
    ts: minute(at),
    ...about,
    ...slice(0),
    ...sums(100 * at + 10 * h),
    ...{ horizon, expiries: h, gross_share: null, atm_iv_30d: horizon === 'all' ? 0.15 + at / 100 : null, ...walls },
  })),
);
export const expiryExposures = ['2026-12-18', '2026-11-20'].map(
  (expiry, index): RowOf<typeof gexExpiryExposures> => ({
    ts: minute(1),
    ...about,
    ...sums(index),
    ...{ expiry, settlement: 'pm', max_pain: 5900, expected_move_iv: 40, expected_move_straddle: null, ...walls },
    ...{ forward: 6010, forward_source: 'parity', rate: 0.043, dividend_yield: 0.0125 },
  }),
);

/** The second minute's profile stands; 7000 lies outside the 5 % around spot. */
const profile = (at: number, expiry: string, strikes: readonly number[], call: number): RowOf<typeof gexProfiles> => {
  const each = (value: number) => strikes.map(() => value);
  const volumes = { call_oi: each(1), put_oi: each(1), call_volume: each(1), put_volume: each(1) };
  return { ts: minute(at), ...about, expiry, settlement: 'pm', strikes, call_gex: each(call), put_gex: each(-1), ...volumes };
};
export const profiles = [
  profile(0, '2026-11-20', [5900, 6000], 900),
  profile(1, '2026-11-20', [5900, 6000, 7000], 10),
  profile(1, '2026-12-18', [6000, 6100], 5),
];
export const gap: RowOf<typeof feedGaps> = {
  from_ts: minute(2),
  to_ts: minute(3),
  underlying: 'SPX',
  reason: 'socket closed',
  input_seq: 7,
  session_date: '2026-11-20',
  feed: 'sim',
  run: 'r1',
};

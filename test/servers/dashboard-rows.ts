import { epochMs } from '@gexstream/domain';
import type {
  feedGaps,
  gexExpiryExposures,
  gexExpiryLevels,
  gexExposures,
  gexLevels,
  gexProfiles,
  opportunities,
  outcomes,
  RowOf,
  scanRuns,
  sentiment,
  skewMetrics,
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
    put_25d_iv: index === 0 ? 0.19 : null,
    call_25d_iv: index === 0 ? 0.15 : null,
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
    ...{
      horizon,
      expiries: h,
      gross_share: null,
      put_call_ratio_premium: null,
      atm_iv_30d: horizon === 'all' ? 0.15 + at / 100 : null,
      skew_25d_30d: horizon === 'all' ? 4 + at : null,
      ...walls,
    },
  })),
);
export const expiryExposures = ['2026-12-18', '2026-11-20'].map(
  (expiry, index): RowOf<typeof gexExpiryExposures> => ({
    ts: minute(1),
    ...about,
    ...sums(index),
    ...{
      expiry,
      settlement: 'pm',
      max_pain: 5900,
      expected_move_iv: 40,
      expected_move_straddle: null,
      put_call_ratio_premium: 0.8,
      ...walls,
    },
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

const { model: _, spot: __, ...scannedAbout } = about;
const scanMs = (at: number) => minute(at * 5);

/** Two scans; the far expiry has no wings at the first. */
export const skews = [0, 1].flatMap((at): readonly RowOf<typeof skewMetrics>[] =>
  ['2026-11-20', '2026-11-27'].map((expiry, index) => ({
    ts: scanMs(at),
    scan_id: `20261120-10${at}0`,
    ...scannedAbout,
    ...{ underlying: 'AAPL', expiry, spot: 230, skew_25d: index === 1 && at === 0 ? null : 4 + at + index },
    ...{ atm_skew: null, avg_call_iv: null, avg_put_iv: null, avg_iv: 30, atm_strike: 230, implied_move: 4 },
    ...{ implied_move_pct: 1.7, upper_breakout: 234, lower_breakout: 226, upper_sigma: null, lower_sigma: null },
    ...{ put_call_oi_ratio: 1, put_call_vol_ratio: null },
  })),
);
const { underlying: ___, ...scanAbout } = scannedAbout;
export const moods = [0, 1].map(
  (at): RowOf<typeof sentiment> => ({
    ...{ ts: scanMs(at), scan_id: `20261120-10${at}0`, ...scanAbout, stocks_analyzed: 44, avg_skew: at === 0 ? null : 5.5 },
    ...{ skew_volatility: null, avg_iv: 30, avg_pc_ratio: 1, avg_implied_move: 2, extreme_fear_count: 3 },
    ...{ extreme_greed_count: 0, high_vol_count: 1, market_sentiment: at === 0 ? 'UNKNOWN' : 'EXTREME_FEAR' },
  }),
);
export const runs = [0, 1].map(
  (at): RowOf<typeof scanRuns> => ({
    ...{ start_ts: scanMs(at), scan_id: `20261120-10${at}0`, end_ts: at === 0 ? minute(2) : null, ...scanAbout },
    ...{ status: at === 0 ? 'completed' : 'running', stocks_scanned: 44, expiries_scanned: 179, total_api_calls: 41, detail: '' },
  }),
);

/** Of each contract the newest row stands: the call rose from 60 to 85. */
export const found = (
  [
    ['C', 'CALL', 60, 'strong', 1],
    ['C', 'CALL', 85, 'extreme', 2],
    ['P', 'PUT', 75, 'strong', 3],
  ] as const
).map(
  ([letter, side, score, band, at]): RowOf<typeof opportunities> => ({
    ...{ ts: minute(at), ...scannedAbout, underlying: 'AAPL', spot: 230, expiry: '2026-11-27' },
    ...{ contract: `AAPL  261127${letter}00230000`, strike: 230, side, mark: 2, volume: 9_000, open_interest: 1_000 },
    ...{ composite_score: score, whale_points: 35, fresh_oi_points: 35, skew_points: 5, classic_sql_score: 90 },
    ...{ smooth_score: score - 1, band, signal_type: 'NEUTRAL', whale_score: 300, whale_normalised: null, vol_oi_ratio: 9 },
    ...{ notional: 1_800_000, skew_25d: 2, vol_ratio: 0, implied_move_pct: 1.7 },
  }),
);

/** At the close 30 puts of band strong: 21 gained 1 %, nine lost 2 %. One more has no return. Of calls of band extreme there are 29. */
export const cameOf = Array.from({ length: 60 }, (_, index): RowOf<typeof outcomes> => {
  const put = index < 31;
  const fell = index < 21;
  return {
    ...{ entry_ts: minute(index), ...scannedAbout, underlying: 'AAPL', spot: 230, expiry: '2026-11-27', horizon: 'close' },
    ...{ contract: `AAPL  261127${put ? 'P' : 'C'}00230000`, strike: 230, side: put ? 'PUT' : 'CALL', due_ts: minute(300) },
    ...{ signal_type: 'NEUTRAL', band: put ? 'strong' : 'extreme', composite_score: 75, smooth_score: 74, mark: 2 },
    ...{ exit_spot: null, exit_mark: null, contract_return: null, detail: '' },
    underlying_return: index === 30 ? null : fell ? -0.01 : 0.02,
  };
});

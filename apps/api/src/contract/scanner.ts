import { type Static, Type } from 'typebox';
import { Freshness, nullable, Source } from './fields.ts';

const moment = (description: string) => Type.String({ description: `ISO 8601, UTC: ${description}` });
const Side = Type.Union([Type.Literal('CALL'), Type.Literal('PUT')]);
export const signalNames = ['CONTRARIAN_BULL', 'CONTRARIAN_BEAR', 'MOMENTUM_BULL', 'MOMENTUM_BEAR', 'NEUTRAL'] as const;
export const bandNames = ['extreme', 'strong', 'moderate', 'low'] as const;
const Signal = Type.Enum([...signalNames]);
const Band = Type.Enum([...bandNames]);
const maybeNumber = (description: string) => nullable(Type.Number(), description);

const contractFields = {
  symbol: Type.String({ description: 'underlying' }),
  expiry: Type.String({ description: 'YYYY-MM-DD' }),
  strike: Type.Number({ description: 'points' }),
  type: Side,
};

const sourceFields = { source: Source, simulated: Type.Boolean() };
const Origin = Type.Object({
  ...sourceFields,
  age_ms: Type.Integer({ description: 'feed time now − data_timestamp' }),
  status: Freshness,
});

/** What was measured of earlier opportunities of the same signal type and band; nothing before 30 of them. */
const Measured = Type.Object({
  n: Type.Integer({ description: 'opportunities with a return of the underlying at the close' }),
  hit_rate: maybeNumber('share that went the way of the contract by the close; null while n < 30'),
  mean_return: maybeNumber('of the underlying in that direction, a fraction; null while n < 30'),
});

export const OpportunityBody = Type.Object({
  ...contractFields,
  underlying_price: Type.Number({ description: 'points' }),
  composite_score: Type.Number({ description: '0 to 100, the documented tiers' }),
  signal_type: Signal,
  whale_score: Type.Number(),
  vol_oi_ratio: Type.Number({ description: 'volume over open interest' }),
  skew_25d: maybeNumber('vol points, put minus call; null when a wing is missing'),
  implied_move_pct: maybeNumber('percent of spot, by the straddle'),
  volume: Type.Number({ description: 'contracts traded today' }),
  notional: Type.Number({ description: 'USD' }),
  put_call_oi_ratio: maybeNumber('of the expiry'),
  call_wall_strike: maybeNumber('call strike with the most volume'),
  put_wall_strike: maybeNumber('put strike with the most volume'),
  upper_breakout: maybeNumber('spot + straddle'),
  lower_breakout: maybeNumber('spot − straddle'),
  data_timestamp: moment('source time of the newest thing that it rests on: of what is not streamed, the chain of the last scan'),
  components: Type.Object(
    { whale: Type.Number(), fresh_oi: Type.Number(), skew: Type.Number() },
    { description: 'of composite_score' },
  ),
  band: Band,
  action: Type.String({ description: 'what the signal type stands for; not a recommendation' }),
  classic_sql_score: Type.Number({ description: 'the tiers that the origin ran, clamped; for comparison' }),
  smooth_score: Type.Number({ description: 'the same without cliffs' }),
  whale_normalised: maybeNumber('whale score over the share of the day’s volume that is usually done by then'),
  open_interest: Type.Number(),
  outcomes: nullable(Measured, 'null while the history cannot be read, and on the stream, which does not wait for it'),
  ...Origin.properties,
});

export const TopOpportunities = Type.Array(OpportunityBody, { description: 'the highest composite score first' });

export const MarketSentimentBody = Type.Object({
  stocks_analyzed: Type.Integer(),
  avg_skew: maybeNumber('vol points; null when no row has a skew'),
  skew_volatility: maybeNumber('standard deviation, vol points'),
  avg_iv: maybeNumber('vol points'),
  avg_pc_ratio: maybeNumber('put over call open interest'),
  avg_implied_move: maybeNumber('percent of spot'),
  extreme_fear_count: Type.Integer({ description: 'rows with a skew above 6' }),
  extreme_greed_count: Type.Integer({ description: 'rows with a skew below −1' }),
  high_vol_count: Type.Integer({ description: 'rows with an implied move above 5 %' }),
  market_sentiment: Type.Enum(['EXTREME_FEAR', 'ELEVATED_FEAR', 'NEUTRAL', 'BULLISH', 'EUPHORIA', 'UNKNOWN']),
  scan_id: Type.String(),
  data_timestamp: moment('of the scan'),
  ...Origin.properties,
});

const flowFields = {
  expiry: Type.String(),
  strike: Type.Number(),
  type: Side,
  volume: Type.Number(),
  open_interest: maybeNumber('null while nobody has said it'),
  mark: maybeNumber('points'),
  vol_oi_ratio: maybeNumber('null without open interest'),
};

export const StockBody = Type.Object({
  symbol: Type.String(),
  expiry: nullable(Type.String(), 'as asked for; null for all'),
  whale_flows: Type.Array(
    Type.Object({
      ...flowFields,
      whale_score: maybeNumber('null without open interest'),
      whale_normalised: maybeNumber('see top-opportunities'),
      delta: maybeNumber('shares'),
      implied_volatility: maybeNumber('fraction a year'),
      premium: maybeNumber('USD; null below 250 k'),
      tier: nullable(Type.Integer(), '1 from 1 M USD, 2 from 500 k, 3 from 250 k'),
      sweep: Type.Boolean(),
    }),
  ),
  oi_flows: Type.Array(
    Type.Object({
      ...flowFields,
      notional: Type.Number({ description: 'USD' }),
      oi_score: maybeNumber('null without open interest'),
    }),
  ),
  skew_metrics: Type.Record(
    Type.String(),
    Type.Object({
      skew_25d: maybeNumber('vol points'),
      atm_skew: maybeNumber('vol points'),
      avg_call_iv: maybeNumber('vol points'),
      avg_put_iv: maybeNumber('vol points'),
      avg_iv: maybeNumber('vol points'),
      implied_move_dollars: maybeNumber('points'),
      implied_move_pct: maybeNumber('percent of spot'),
      upper_breakout: maybeNumber('points'),
      lower_breakout: maybeNumber('points'),
      upper_sigma: maybeNumber('points'),
      lower_sigma: maybeNumber('points'),
      put_call_oi_ratio: maybeNumber(''),
      put_call_vol_ratio: maybeNumber(''),
    }),
    { description: 'by expiry' },
  ),
  conviction: Type.Boolean({ description: 'three flows one way, or 2 M USD of premium' }),
  bias: Type.Enum(['BULLISH', 'BEARISH', 'NEUTRAL']),
  composite_score: maybeNumber('the best of its contracts; null without an opportunity'),
  data_timestamp: moment('source time of the newest thing that it rests on'),
  ...Origin.properties,
});

export const SkewHistoryBody = Type.Array(
  Type.Object({
    symbol: Type.String(),
    expiry: Type.String(),
    timestamp: moment('of the scan'),
    skew_25d: maybeNumber('vol points'),
    avg_iv: maybeNumber('vol points'),
    put_call_oi_ratio: maybeNumber(''),
    implied_move_pct: maybeNumber('percent'),
    underlying_price: Type.Number(),
    skew_change: maybeNumber('to the previous scan of the same expiry'),
    iv_change: maybeNumber('to the previous scan of the same expiry'),
    ...sourceFields,
  }),
  { description: 'oldest first' },
);

export const ScanStatusBody = Type.Array(
  Type.Object({
    scan_id: Type.String(),
    start_time: moment('when its chains were asked for'),
    end_time: nullable(Type.String(), 'null while it runs'),
    status: Type.Enum(['running', 'completed', 'failed']),
    stocks_scanned: Type.Integer(),
    expiries_scanned: Type.Integer(),
    total_api_calls: Type.Integer({ description: 'REST calls made for it, failed ones included' }),
    duration_seconds: maybeNumber('null while it runs'),
    detail: Type.String({ description: 'why it failed, or what was left out' }),
  }),
  { description: 'newest first' },
);

export const SignalTypesBody = Type.Array(
  Type.Object({
    signal_type: Signal,
    rule: Type.String(),
    action: Type.String(),
    outcomes: nullable(Measured, 'null while the history cannot be read'),
  }),
);
export const NamesBody = Type.Array(Type.String());

export type OriginAnswer = Static<typeof Origin>;
export type OpportunityAnswer = Static<typeof OpportunityBody>;
export type StockAnswer = Static<typeof StockBody>;
export type SkewHistoryAnswer = Static<typeof SkewHistoryBody>;
export type ScanStatusAnswer = Static<typeof ScanStatusBody>;
export type MarketSentimentAnswer = Static<typeof MarketSentimentBody>;
export type MeasuredAnswer = Static<typeof Measured>;

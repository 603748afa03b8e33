import { type Static, Type } from 'typebox';
import { Freshness, nullable, Source } from './fields.ts';
import { keptModelFields } from './history.ts';
import { OptionData } from './options.ts';
import { Recommendation } from './regime.ts';

/* The older contract under `/api/v1`. Its gammas have no sign of their own: call, put and total are sizes, net is call − put. */

const usd = 'USD per 1 % move';
const flip = nullable(Type.Number(), 'zero gamma: the root of re-priced total GEX nearest spot, points');
const score = 'strikes / 10 × (1 − age / 5 min) × share not stale, 0…1';

export const GexCalculation = Type.Object({
  calculation_id: Type.String({ description: 'symbol, moment and number of its newest input' }),
  symbol: Type.String(),
  spot_price: Type.Number({ description: 'points' }),
  total_gamma: Type.Number({ description: `${usd}; call_gamma + put_gamma` }),
  call_gamma: Type.Number({ description: usd }),
  put_gamma: Type.Number({ description: `${usd}; not negative` }),
  net_gamma: Type.Number({ description: `${usd}; dealers long calls, short puts` }),
  gamma_flip_price: flip,
  max_gamma_price: nullable(Type.Number(), 'strike with the largest call + |put|'),
  calculation_timestamp: Type.String({ description: 'ISO 8601, UTC: the moment the numbers stand for' }),
  data_timestamp: Type.String({ description: 'ISO 8601, UTC: the newest source time behind them' }),
  options_count: Type.Integer({ description: 'contracts used' }),
  calculation_method: Type.String(),
  confidence_score: Type.Number({ description: score }),
  recommendation: Recommendation,
  options_data: Type.Optional(
    Type.Array(OptionData, { description: 'with `include_options=true`: the contracts, 10 s old at most' }),
  ),
  metadata: Type.Object({
    unit: Type.String(),
    convention: Type.String(),
    measure: Type.String(),
    carry: Type.String(),
    model: Type.String({ description: 'measure/convention/carry/kernel/IV order, as the history names it' }),
    source: Source,
    simulated: Type.Boolean(),
    status: Freshness,
    age_ms: Type.Integer(),
  }),
});

export const GexDataPoints = Type.Object({
  symbol: Type.String(),
  interval: Type.String(),
  source: Source,
  simulated: Type.Boolean(),
  data_points: Type.Array(
    Type.Object({
      timestamp: Type.String({ description: 'ISO 8601, UTC: where the interval begins' }),
      spot_price: Type.Number(),
      total_gamma: Type.Number({ description: `${usd}, the last of the interval` }),
      gamma_flip_price: flip,
      confidence_score: Type.Null({ description: 'not kept: age and coverage of the past are in the tables' }),
    }),
    { description: 'oldest first; intervals without rows are absent' },
  ),
  metadata: Type.Object({ unit: Type.String(), ...keptModelFields }),
});

export const ConnectionStatus = Type.Object({
  status: Type.Union([Type.Literal('connected'), Type.Literal('disconnected'), Type.Literal('error')], {
    description: '`error`: somebody has to log in',
  }),
  last_connected_at: nullable(Type.String(), 'ISO 8601, UTC, by the feed’s clock: when ingest last said that it is live'),
  reconnect_attempts: Type.Null({ description: 'never ending, and not counted: /api/status tells the state' }),
  message: Type.String(),
});

export type GexCalculationBody = Static<typeof GexCalculation>;
export type GexDataPointsBody = Static<typeof GexDataPoints>;
export type ConnectionStatusBody = Static<typeof ConnectionStatus>;

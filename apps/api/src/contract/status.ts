import { type Static, Type } from 'typebox';
import { Freshness, nullable, Source } from './fields.ts';

/** How fresh and how complete one underlying is. */
export const UnderlyingStatus = Type.Object({
  symbol: Type.String(),
  status: nullable(Freshness, 'null before the first levels of this symbol'),
  as_of: nullable(Type.String(), 'ISO 8601, UTC: the moment of the newest levels'),
  age_ms: nullable(Type.Integer(), 'feed time now − newest source time of the underlying'),
  coverage: nullable(
    Type.Object({ streamed: Type.Number(), polled: Type.Number(), stale: Type.Number() }),
    'shares of gross gamma, together 1',
  ),
  contracts: nullable(Type.Integer(), 'contracts that ingest follows'),
  streamed: nullable(Type.Integer(), 'of them, by the streamer'),
  polled: nullable(Type.Integer(), 'of them, by chain answers alone'),
  last_chain: nullable(Type.String(), 'ISO 8601, UTC: the newest chain answer'),
  last_event: nullable(Type.String(), 'ISO 8601, UTC: the newest event of any kind'),
});

/** What ingest is connected to, what that makes of each underlying, and the feed's own time. Sent as event `status` too. */
export const FeedState = Type.Object({
  state: Type.Union(
    [
      Type.Literal('unknown'),
      Type.Literal('starting'),
      Type.Literal('connecting'),
      Type.Literal('live'),
      Type.Literal('reconnecting'),
      Type.Literal('auth-required'),
      Type.Literal('stopping'),
    ],
    { description: '`unknown` until ingest has said anything' },
  ),
  detail: Type.String({ description: 'for people' }),
  source: Source,
  simulated: Type.Boolean(),
  feed_now: Type.String({ description: "ISO 8601, UTC: the feed's clock when this was said" }),
  speed: Type.Number({ description: 'feed seconds per wall second: 1 but for replays' }),
  session: Type.Union([Type.Literal('pre'), Type.Literal('regular'), Type.Literal('post'), Type.Literal('closed')], {
    description: "where the feed's time falls in the NYSE calendar",
  }),
  session_date: Type.String(),
  underlyings: Type.Array(UnderlyingStatus),
  last_gap: nullable(
    Type.Object({ symbol: Type.String(), from: Type.String(), to: Type.String(), reason: Type.String() }),
    'the last time nothing was received',
  ),
  login_expires: nullable(Type.String(), 'ISO 8601, UTC: when somebody has to log in at Schwab again; null where nobody does'),
  rest_circuit: Type.Union([Type.Literal('closed'), Type.Literal('open'), Type.Literal('half-open')], {
    description: '`open`: calls to Schwab wait, for too many failed in a row; `half-open`: one of them probes',
  }),
});

export type UnderlyingStatusBody = Static<typeof UnderlyingStatus>;
export type FeedStateBody = Static<typeof FeedState>;

const Lag = Type.Object({
  records: Type.Integer({ description: 'records that the group has not dealt with yet' }),
  topics: Type.Record(Type.String(), Type.Integer()),
});

/** `/api/status`: the old heatmap's four fields, and what runs, how fresh and how far behind it is. */
export const Status = Type.Object({
  status: Type.Literal('ok', { description: 'old heatmap: the API answers. `ready` tells more' }),
  last_fetch: nullable(
    Type.String(),
    'old heatmap: the moment of the newest levels of any symbol, ISO 8601; null before the first',
  ),
  symbols: Type.Array(Type.String(), { description: 'old heatmap: symbols with levels' }),
  interval: Type.Number({ description: 'old heatmap: seconds between updates of /api/stream' }),
  name: Type.String(),
  version: Type.String(),
  uptime_seconds: Type.Number(),
  ready: Type.Union([Type.Literal('ready'), Type.Literal('degraded'), Type.Literal('not-ready')]),
  ...FeedState.properties,
  store: Type.Object({ ok: Type.Boolean(), detail: Type.String() }),
  bus: Type.Object({ ok: Type.Boolean(), detail: Type.String() }),
  lag: Type.Record(Type.String(), nullable(Lag, 'null for a group that has committed nothing so far'), {
    description: 'consumer group → how far behind',
  }),
  streams: Type.Object({
    clients: Type.Integer(),
    clients_max: Type.Integer(),
    dropped_events: Type.Integer({ description: 'that slow readers, still connected, were not sent' }),
  }),
  refused_requests: Type.Integer({ description: 'requests that this API refused since its start because a limit was reached' }),
  unreadable_records: Type.Integer({ description: 'records of the output topics that this API skipped' }),
  components: Type.Record(Type.String(), Type.Unknown(), { description: 'what runs in this process, as each says itself' }),
});

export type LagBody = Static<typeof Lag>;
export type StatusBody = Static<typeof Status>;

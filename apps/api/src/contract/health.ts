import { type Static, Type } from 'typebox';
import { FeedState } from './status.ts';
import { ConnectionStatus } from './v1.ts';

export const Check = Type.Object({ ok: Type.Boolean(), detail: Type.String() });

export const Live = Type.Object({ status: Type.Literal('ok') });

export const Ready = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('degraded'), Type.Literal('not-ready')], {
    description: 'degraded: the present is served, the history is not',
  }),
  checks: Type.Object({ bus: Check, feed: Check, store: Check }),
});

const Available = Type.Union([Type.Literal('available'), Type.Literal('unavailable')]);

/** `services`: names of the older contract stand beside ours. */
export const Health = Type.Object({
  status: Type.Union([Type.Literal('healthy'), Type.Literal('degraded'), Type.Literal('unhealthy')]),
  timestamp: Type.String(),
  version: Type.String(),
  uptime_seconds: Type.Number(),
  services: Type.Object({
    feed: FeedState.properties.state,
    bus: Type.Union([Type.Literal('connected'), Type.Literal('error')]),
    store: Available,
    schwab_api: Type.Union(ConnectionStatus.properties.status.anyOf, {
      description: 'older contract: as `/api/v1/connection/status` says',
    }),
    redis_cache: Type.Union(Available.anyOf, {
      description: 'older contract: what answers about the present come from; here memory, which the bus fills',
    }),
    duckdb_storage: Type.Union(Available.anyOf, { description: 'older contract: the store, whichever it is' }),
  }),
});

export type CheckBody = Static<typeof Check>;
export type ReadyBody = Static<typeof Ready>;
export type HealthBody = Static<typeof Health>;

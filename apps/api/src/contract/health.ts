import { type Static, Type } from 'typebox';

export const Check = Type.Object({ ok: Type.Boolean(), detail: Type.String() });

export const Live = Type.Object({ status: Type.Literal('ok') });

export const Ready = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('degraded'), Type.Literal('not-ready')], {
    description: 'degraded: the present is served, the history is not',
  }),
  checks: Type.Object({ bus: Check, feed: Check, store: Check }),
});

export const Health = Type.Object({
  status: Type.Union([Type.Literal('healthy'), Type.Literal('degraded'), Type.Literal('unhealthy')]),
  timestamp: Type.String(),
  version: Type.String(),
  uptime_seconds: Type.Number(),
  services: Type.Record(Type.String(), Type.String()),
});

export type CheckBody = Static<typeof Check>;
export type ReadyBody = Static<typeof Ready>;
export type HealthBody = Static<typeof Health>;

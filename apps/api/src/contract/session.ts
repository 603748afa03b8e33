import { type Static, Type } from 'typebox';
import { nullable } from './fields.ts';
import { provenanceFields } from './gex.ts';
import { sessionLists } from './session-lists.ts';

const levelFields = {
  king: nullable(Type.Number(), 'strike with the largest gross GEX'),
  call_wall: nullable(Type.Number(), 'points'),
  put_wall: nullable(Type.Number(), 'points'),
  zero_gamma: nullable(Type.Number(), 'points'),
};

const Mark = Type.Object({
  as_of: Type.String({ description: 'ISO 8601, UTC' }),
  spot: Type.Number(),
  net_gex: Type.Number({ description: 'USD per 1 % move' }),
  gross_gex: Type.Number({ description: 'USD per 1 % move' }),
  ...levelFields,
});

const LevelName = Type.Union([
  Type.Literal('king'),
  Type.Literal('call_wall'),
  Type.Literal('put_wall'),
  Type.Literal('zero_gamma'),
]);

/** `/api/v1/gex/SYMBOL/session`: the baseline of the newest session, the newest levels, and what lies between. */
export const SessionAnswer = Type.Object({
  symbol: Type.String(),
  ...provenanceFields,
  baseline_session_date: Type.String({ description: 'the session that baseline and moves belong to' }),
  baseline: Type.Object(Mark.properties, {
    description: 'at 09:30 New York; later when the chain was not whole by then: see as_of',
  }),
  open_interest: Type.Object(
    { call: Type.Number(), put: Type.Number(), date: Type.String({ description: 'the close it is of' }) },
    { description: 'contracts, at the baseline' },
  ),
  now: Mark,
  change: Type.Object(
    {
      spot: Type.Number(),
      net_gex: Type.Number(),
      gross_gex: Type.Number(),
      king: nullable(Type.Number(), 'points'),
      call_wall: nullable(Type.Number(), 'points'),
      put_wall: nullable(Type.Number(), 'points'),
      zero_gamma: nullable(Type.Number(), 'points'),
    },
    { description: 'now − baseline; null where either has none' },
  ),
  moves: Type.Array(
    Type.Object({
      level: LevelName,
      as_of: Type.String({ description: 'ISO 8601, UTC: when a look every 5 s first saw it' }),
      spot: Type.Number(),
      from: nullable(Type.Number(), 'points'),
      to: nullable(Type.Number(), 'points'),
    }),
    { description: 'oldest first, the newest 125 of each level; zero gamma in steps of 0.1 % of spot' },
  ),
  volume_surges: sessionLists.volume_surges,
  volume_surges_as_of: nullable(
    Type.String(),
    'ISO 8601, UTC: when the minute ended that they are of; null where none was compared',
  ),
});

export type SessionBody = Static<typeof SessionAnswer>;

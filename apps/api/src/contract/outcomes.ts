import { type Static, Type } from 'typebox';
import { nullable, Source } from './fields.ts';
import { bandNames, signalNames } from './scanner.ts';

const Group = Type.Object({
  signal_type: nullable(Type.Enum([...signalNames]), 'null: of all'),
  band: nullable(Type.Enum([...bandNames]), 'null: of all'),
  horizon: Type.Enum(['15m', '1h', 'close', '1d']),
  n: Type.Integer({ description: 'opportunities with a return of the underlying' }),
  hit_rate: nullable(Type.Number(), 'share that went the way of the contract; null while n < 30'),
  hit_rate_low: nullable(Type.Number(), 'Wilson interval at 95 %'),
  hit_rate_high: nullable(Type.Number(), 'Wilson interval at 95 %'),
  mean_return: nullable(Type.Number(), 'of the underlying in the direction of the contract, a fraction; null while n < 30'),
  contract_mean_return: nullable(Type.Number(), 'of the contract’s mark, a fraction; null while fewer than 30 have one'),
  contract_n: Type.Integer(),
  note: Type.String({ description: '`not enough data` while n < 30, else empty' }),
});

/** `/api/outcomes`: what came of opportunities of band moderate or higher. */
export const OutcomesBody = Type.Object({
  symbol: nullable(Type.String(), 'as asked for; null for all'),
  from: Type.String({
    description: 'ISO 8601, UTC, inclusive; later than asked for where that is too much for one answer: the newest count',
  }),
  to: Type.String({ description: 'ISO 8601, UTC, exclusive' }),
  opportunities: Type.Integer({ description: 'of which at least one horizon is over' }),
  groups: Type.Array(Group, { description: 'in all, then by signal type, then by band; each by horizon' }),
  source: Source,
  simulated: Type.Boolean(),
  disclaimer: Type.String(),
});

export type OutcomesAnswer = Static<typeof OutcomesBody>;

import { type Static, Type } from 'typebox';
import { nullable, Source } from './fields.ts';
import { keptModelFields } from './history.ts';

/**
 * Strike × time: element j of a column is of `strikes[j]`, null where that strike had no contract then. The times are those of kept minutes, the
 * last one of each interval: no point is invented.
 */
export const StrikeHistory = Type.Object({
  symbol: Type.String(),
  interval: Type.String(),
  unit: Type.String({ description: 'of net_gex and gross_gex' }),
  source: Source,
  simulated: Type.Boolean(),
  ...keptModelFields,
  from: Type.String({ description: 'ISO 8601, UTC, inclusive: where the first interval begins' }),
  to: Type.String({ description: 'ISO 8601, UTC, exclusive' }),
  strikes: Type.Array(Type.Number(), { description: 'ascending, points: those within the window around the newest spot' }),
  columns: Type.Array(
    Type.Object({
      as_of: Type.String({ description: 'ISO 8601, UTC: the full minute that the numbers are of' }),
      spot: Type.Number({ description: 'points' }),
      net_gex: Type.Array(nullable(Type.Number(), 'over all expiries')),
      gross_gex: Type.Array(nullable(Type.Number(), 'over all expiries: call + |put|')),
    }),
    { description: 'oldest first; intervals without rows are absent' },
  ),
});

export type StrikeHistoryBody = Static<typeof StrikeHistory>;

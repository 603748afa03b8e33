import { type Static, Type } from 'typebox';
import { nullable, Source } from './fields.ts';

const usd = 'USD per 1 % move, the last of the interval';

export const HistoryPoint = Type.Object({
  interval_start: Type.String({ description: 'ISO 8601, UTC; days begin at New York’s midnight' }),
  spot: Type.Number({ description: 'points, the last of the interval' }),
  net_gex: Type.Number({ description: usd }),
  net_gex_open: Type.Number({ description: 'the first of the interval' }),
  net_gex_high: Type.Number(),
  net_gex_low: Type.Number(),
  call_gex: Type.Number({ description: usd }),
  put_gex: Type.Number({ description: usd }),
  gross_gex: Type.Number({ description: usd }),
  zero_gamma: nullable(Type.Number(), 'points, the last of the interval; null if there was none then'),
  king: nullable(Type.Number(), 'strike with the largest gross GEX, the last of the interval'),
  call_wall: nullable(Type.Number(), 'points, the last of the interval'),
  put_wall: nullable(Type.Number(), 'points, the last of the interval'),
});

/** What kept numbers mean. Rows of other models never mix into a history. */
export const keptModelFields = {
  model: Type.String({ description: 'what the numbers mean, as the history names it' }),
  measure: Type.String(),
  convention: Type.String(),
  carry: Type.String(),
};

/** Intervals without rows are absent: no point is invented. */
export const History = Type.Object({
  symbol: Type.String(),
  interval: Type.String(),
  unit: Type.String(),
  source: Source,
  simulated: Type.Boolean(),
  ...keptModelFields,
  from: Type.String({ description: 'ISO 8601, UTC, inclusive: where the first interval begins' }),
  to: Type.String({ description: 'ISO 8601, UTC, exclusive' }),
  points: Type.Array(HistoryPoint),
});

export type HistoryPointBody = Static<typeof HistoryPoint>;
export type HistoryBody = Static<typeof History>;

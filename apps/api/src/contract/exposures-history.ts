import { exposureUnits, horizons } from '@gexstream/domain';
import { type Static, Type } from 'typebox';
import { Exposures, eachKind, ServedModelName } from './exposures.ts';
import { nullable, Source } from './fields.ts';
import { keptModelFields } from './history.ts';

export const ExposuresPoint = Type.Object({
  interval_start: Type.String({ description: 'ISO 8601, UTC; days begin at New York’s midnight' }),
  spot: Type.Number({ description: 'points, the last of the interval, as all of it' }),
  exposures: Exposures,
  zero_gamma: nullable(Type.Number(), 'points'),
  call_wall: nullable(Type.Number(), 'points'),
  put_wall: nullable(Type.Number(), 'points'),
  max_gross_strike: nullable(Type.Number(), 'points'),
  put_call_ratio: Type.Object({
    oi: nullable(Type.Number(), 'put / call open interest'),
    volume: nullable(Type.Number(), 'put / call volume of the session'),
    premium: nullable(Type.Number(), 'put / call premium of the session; null also for what is from before it was kept'),
  }),
  atm_iv_30d: nullable(Type.Number(), 'fraction a year; of horizon `all`'),
  skew_25d_30d: nullable(Type.Number(), 'vol points; of horizon `all`, null also for what is from before it was kept'),
});

/** Intervals without rows are absent: no point is invented. */
export const ExposuresHistory = Type.Object({
  symbol: Type.String(),
  interval: Type.String(),
  source: Source,
  simulated: Type.Boolean(),
  ...keptModelFields,
  dealer_model: ServedModelName,
  horizon: Type.Enum(horizons.map(({ name }) => name)),
  exposure_units: eachKind((kind) => Type.Literal(exposureUnits[kind])),
  from: Type.String({ description: 'ISO 8601, UTC, inclusive: where the first interval begins' }),
  to: Type.String({ description: 'ISO 8601, UTC, exclusive' }),
  points: Type.Array(ExposuresPoint),
});

export type ExposuresPointBody = Static<typeof ExposuresPoint>;
export type ExposuresHistoryBody = Static<typeof ExposuresHistory>;

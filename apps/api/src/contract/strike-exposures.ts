import { exposureUnits } from '@gexstream/domain';
import { type Static, Type } from 'typebox';
import { Exposures, eachKind, ServedModelName } from './exposures.ts';
import { provenanceFields } from './gex.ts';

/** `/api/v1/gex/SYMBOL/exposures/strikes`. */
export const StrikeExposuresAnswer = Type.Object({
  symbol: Type.String(),
  spot: Type.Number(),
  ...provenanceFields,
  dealer_model: ServedModelName,
  exposure_units: eachKind((kind) => Type.Literal(exposureUnits[kind])),
  strikes: Type.Array(Type.Object({ strike: Type.Number(), exposures: Exposures }), {
    description: 'ascending, over all expiries, to seven digits; strikes at which nobody holds anything are absent',
  }),
});

export type StrikeExposuresBody = Static<typeof StrikeExposuresAnswer>;

import { dealerModelNames, horizons, measureNames } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { ExposuresAnswer } from '../contract/exposures.ts';
import { knownExposures } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

export const exposureChoiceFields = {
  model: Type.Optional(Type.Enum([...dealerModelNames], { description: 'dealer model; naive unless given' })),
  measure: Type.Optional(Type.Enum([...measureNames], { description: 'what stands for the position; oi unless given' })),
  horizon: Type.Optional(
    Type.Enum(
      horizons.map(({ name }) => name),
      { description: 'which expiries; all unless given' },
    ),
  ),
};

const ExposuresQuerystring = Type.Object(exposureChoiceFields, { additionalProperties: false });

export const exposuresRoutes = (app: FastifyInstance, view: LiveView): void => {
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof ExposuresQuerystring> }>(
    '/api/v1/gex/:symbol/exposures',
    {
      schema: {
        tags: ['gex'],
        summary: 'Gamma to zomma of one symbol, per expiry and horizon, under every dealer model; new every full minute',
        params: SymbolParams,
        querystring: ExposuresQuerystring,
        response: {
          200: json(ExposuresAnswer, 'The newest of it'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const exposures = knownExposures(view, request.params.symbol);
      const { model = 'naive', measure = 'oi', horizon = 'all' } = request.query;
      return sendJson(reply, exposures.json({ model, measure, horizon }, view.head(exposures.event)));
    },
  );
};

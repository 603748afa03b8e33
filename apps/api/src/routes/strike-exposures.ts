import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { StrikeExposuresAnswer } from '../contract/strike-exposures.ts';
import { knownExposures } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { exposureChoice, exposureChoiceFields, noSuchExposures } from './exposures.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const { model, measure } = exposureChoiceFields;
const Querystring = Type.Object({ model, measure }, { additionalProperties: false });

export const strikeExposuresRoutes = (app: FastifyInstance, view: LiveView): void => {
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof Querystring> }>(
    '/api/v1/gex/:symbol/exposures/strikes',
    {
      schema: {
        tags: ['gex'],
        summary: 'Gamma to zomma of one symbol by strike, under every dealer model; new every full minute',
        params: SymbolParams,
        querystring: Querystring,
        response: {
          200: json(StrikeExposuresAnswer, 'The newest of it'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const exposures = knownExposures(view, request.params.symbol);
      const body = exposures.strikesJson(exposureChoice(request.query), view.head(exposures.event));
      if (body === null) throw noSuchExposures();
      return sendJson(reply, body);
    },
  );
};

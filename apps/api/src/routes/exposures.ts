import { dealerModelNames, horizons, measureNames } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { ExposuresAnswer } from '../contract/exposures.ts';
import { knownSymbol } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { ProblemError } from '../server/problem.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const ExposuresQuerystring = Type.Object(
  {
    model: Type.Optional(Type.Enum([...dealerModelNames], { description: 'dealer model; naive unless given' })),
    measure: Type.Optional(Type.Enum([...measureNames], { description: 'what stands for the position; oi unless given' })),
    horizon: Type.Optional(
      Type.Enum(
        horizons.map(({ name }) => name),
        { description: 'which expiries; all unless given' },
      ),
    ),
  },
  { additionalProperties: false },
);

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
      const symbol = knownSymbol(view, request.params.symbol).levels.underlying;
      const exposures = view.exposures(symbol);
      if (exposures === null)
        throw new ProblemError('unknown-symbol', `${symbol} has levels but no exposures yet; ask again in some seconds`);
      const { model = 'naive', measure = 'oi', horizon = 'all' } = request.query;
      return sendJson(reply, exposures.json({ model, measure, horizon }, view.head(exposures.event)));
    },
  );
};

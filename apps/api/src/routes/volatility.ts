import type { Store } from '@gexstream/store';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { VolatilityAnswer, type VolatilityBody } from '../contract/volatility.ts';
import { ivRankOf } from '../history/iv-rank-of.ts';
import { knownExposures } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { volatilityBody } from '../live/volatility-body.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const NoQuery = Type.Object({}, { additionalProperties: false });

export const volatilityRoutes = (app: FastifyInstance, view: LiveView, store: Store): void => {
  app.get<{ Params: Static<typeof SymbolParams> }>(
    '/api/v1/gex/:symbol/volatility',
    {
      schema: {
        tags: ['gex'],
        summary:
          'Term structure of volatility, skew and forwards of one symbol, and the rank of its volatility among our own history',
        params: SymbolParams,
        querystring: NoQuery,
        response: {
          200: json(VolatilityAnswer, 'The newest of it; new every full minute'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const { event } = knownExposures(view, request.params.symbol);
      const body = volatilityBody(event, view.head(event));
      const { symbol: underlying, model, atm_iv_30d: atmIv } = body;
      const rank = await ivRankOf(store, { underlying, model, atmIv, at: event.body.asOf });
      const answer: VolatilityBody = { ...body, iv_rank: rank };
      return sendJson(reply, JSON.stringify(answer));
    },
  );
};

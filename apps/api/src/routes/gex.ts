import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { GexAll, GexDetail } from '../contract/gex.ts';
import { SymbolText } from '../contract/symbol.ts';
import { allSymbolsJson } from '../live/all-symbols.ts';
import { knownSymbol } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { json, problemResponses } from './problem-responses.ts';

const NoQuery = Type.Object({}, { additionalProperties: false });
export const SymbolParams = Type.Object({ symbol: SymbolText });

/** Answers that are JSON already: made once per change, not per request. */
export const sendJson = (reply: FastifyReply, body: string): FastifyReply =>
  reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(body);

export const gexRoutes = (app: FastifyInstance, view: LiveView): void => {
  app.get(
    '/api/gex',
    {
      schema: {
        tags: ['gex'],
        summary: 'All symbols, without cells',
        querystring: NoQuery,
        response: {
          200: json(GexAll, 'By symbol; `{}` before the first'),
          ...problemResponses.badInput,
          ...problemResponses.tooManyRequests,
        },
      },
    },
    async (_request, reply) => sendJson(reply, allSymbolsJson(view)),
  );

  app.get<{ Params: Static<typeof SymbolParams> }>(
    '/api/gex/:symbol',
    {
      schema: {
        tags: ['gex'],
        summary: 'One symbol: strike × expiry cells, totals, levels',
        params: SymbolParams,
        querystring: NoQuery,
        response: {
          200: json(GexDetail, 'The newest of it'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const answers = knownSymbol(view, request.params.symbol);
      return sendJson(reply, answers.detailJson(view.head(answers.levels)));
    },
  );
};

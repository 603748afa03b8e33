import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { SessionAnswer } from '../contract/session.ts';
import { knownSymbol } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { sessionBody } from '../live/session-body.ts';
import { ProblemError } from '../server/problem.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const NoQuery = Type.Object({}, { additionalProperties: false });

export const sessionRoutes = (app: FastifyInstance, view: LiveView): void => {
  app.get<{ Params: Static<typeof SymbolParams> }>(
    '/api/v1/gex/:symbol/session',
    {
      schema: {
        tags: ['gex'],
        summary: 'What changed since the open: the same baseline for every viewer, and the moves of king, walls and zero gamma',
        params: SymbolParams,
        querystring: NoQuery,
        response: {
          200: json(SessionAnswer, 'The newest session that was seen'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const { levels } = knownSymbol(view, request.params.symbol);
      const session = view.session(levels.underlying);
      if (session === null)
        throw new ProblemError('no-data', `${levels.underlying} has no baseline yet; it is taken some seconds after the open`);
      return sendJson(reply, JSON.stringify(sessionBody(session, levels, view.head(levels))));
    },
  );
};

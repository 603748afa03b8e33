import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { nullable } from '../contract/fields.ts';
import { scopes } from '../keys/api-key.ts';
import { sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const Me = Type.Object({
  user: Type.String({
    description: 'whose trades, plans and rules these requests see; `X-User-Id` names another, with an admin key',
  }),
  scope: Type.Enum([...scopes]),
  key: nullable(Type.String(), 'the name of the key shown; null where none is asked for'),
});

export const meRoutes = (app: FastifyInstance): void => {
  app.get(
    '/api/v1/me',
    {
      schema: {
        tags: ['v1'],
        summary: 'On whose behalf you ask, and what your key may do',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: json(Me, 'You'), ...problemResponses.badInput, ...problemResponses.tooManyRequests },
      },
    },
    async (request, reply) => {
      const { user, scope, key } = request.caller!;
      const body: Static<typeof Me> = { user, scope, key };
      return sendJson(reply, JSON.stringify(body));
    },
  );
};

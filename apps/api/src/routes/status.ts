import type { FastifyInstance } from 'fastify';
import { Status, type StatusBody } from '../contract/status.ts';
import { sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

export const statusRoutes = (app: FastifyInstance, status: () => Promise<StatusBody>): void => {
  app.get(
    '/api/status',
    {
      schema: {
        tags: ['health'],
        summary: 'What runs, how fresh and how far behind it is',
        response: { 200: json(Status, 'Now'), ...problemResponses.tooManyRequests, ...problemResponses.internal },
      },
    },
    async (_request, reply) => sendJson(reply, JSON.stringify(await status())),
  );
};

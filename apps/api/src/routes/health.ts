import type { FastifyInstance } from 'fastify';
import { Health, type HealthBody, Live, Ready, type ReadyBody } from '../contract/health.ts';
import { sendJson } from './gex.ts';
import { json } from './problem-responses.ts';

export interface HealthSources {
  readonly ready: () => Promise<ReadyBody>;
  readonly health: () => Promise<HealthBody>;
}

/** Asked often by machines: without a key, and not counted by the rate limit. They tell nothing but whether the process is well. */
const forMachines = { config: { access: 'public' as const, counted: false } };

export const healthRoutes = (app: FastifyInstance, { ready, health }: HealthSources): void => {
  app.get(
    '/livez',
    { ...forMachines, schema: { tags: ['health'], summary: 'The process answers', response: { 200: json(Live, 'Always') } } },
    async (_request, reply) => sendJson(reply, '{"status":"ok"}'),
  );

  app.get(
    '/readyz',
    {
      ...forMachines,
      schema: {
        tags: ['health'],
        summary: 'Whether the present can be served',
        response: { 200: json(Ready, 'Ready, or degraded: without the history'), 503: json(Ready, 'Not ready') },
      },
    },
    async (_request, reply) => {
      const body = await ready();
      return sendJson(reply.code(body.status === 'not-ready' ? 503 : 200), JSON.stringify(body));
    },
  );

  for (const path of ['/health', '/api/v1/health']) {
    app.get(
      path,
      {
        ...forMachines,
        schema: {
          tags: ['health'],
          summary: 'The same, in the words of the older contract',
          response: { 200: json(Health, 'Now') },
        },
      },
      async (_request, reply) => sendJson(reply, JSON.stringify(await health())),
    );
  }
};

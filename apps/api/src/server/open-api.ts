import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { productVersion } from '../product-version.ts';

export const disclaimer = 'Educational purposes only; not a recommendation.';

/** OpenAPI 3.1 of every route at `/openapi.json`, readable at `/docs`. To be registered before the routes. */
export const publishOpenApi = async (app: FastifyInstance, keyRequired: boolean): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'gexstream',
        version: productVersion,
        description: `Live dealer gamma exposure: USD of hedging flow per 1 % move of the underlying, calls +, puts −. ${disclaimer}`,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'gex', description: 'Gamma exposure, now and before' },
        { name: 'streams', description: 'Server-sent events' },
        { name: 'health', description: 'Whether the service is well' },
        { name: 'page', description: 'The web page and the service root' },
      ],
      ...(keyRequired
        ? { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } }, security: [{ key: [] }] }
        : {}),
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()));
};

import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyContextConfig, FastifyInstance, FastifySchema } from 'fastify';
import { productVersion } from '../product-version.ts';
import { problemResponses } from '../routes/problem-responses.ts';

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
        { name: 'v1', description: 'As the older contract words it, and what came after' },
        { name: 'scanner', description: 'Flows, skew, opportunities and what came of them' },
        { name: 'tables', description: 'Rows of the history as they are kept' },
        { name: 'streams', description: 'Server-sent events' },
        { name: 'health', description: 'Whether the service is well' },
        { name: 'login', description: 'Logging in at Schwab through this server' },
        { name: 'page', description: 'The web page and the service root' },
      ],
      ...(keyRequired
        ? { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } }, security: [{ key: [] }] }
        : {}),
    },
    transform: ({ schema, url, route }) => ({ schema: keyRequired ? guarded(schema, route.config?.access) : schema, url }),
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()));
};

/** What the door answers stands at every route that it guards. */
const guarded = (schema: FastifySchema | undefined, access: FastifyContextConfig['access']): FastifySchema => {
  if (access === 'public') return { ...schema, security: [] };
  const response = { ...problemResponses.keyRequired, ...problemResponses.scopeRequired, ...Object(schema?.response) };
  return { ...schema, response };
};

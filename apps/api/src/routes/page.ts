import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { productVersion } from '../product-version.ts';
import { disclaimer } from '../server/open-api.ts';
import { ProblemError } from '../server/problem.ts';
import type { Asset, Page } from '../web/client-bundle.ts';
import { sendJson } from './gex.ts';

const ServiceRoot = Type.Object({
  name: Type.String(),
  status: Type.String(),
  version: Type.String(),
  disclaimer: Type.String(),
  endpoints: Type.Record(Type.String(), Type.String(), { description: 'name → path' }),
});

const serviceRoot: Static<typeof ServiceRoot> = {
  name: 'gexstream',
  status: 'ok',
  version: productVersion,
  disclaimer,
  endpoints: {
    gex: '/api/gex',
    symbol: '/api/gex/{symbol}',
    exposures: '/api/v1/gex/{symbol}/exposures?model&measure&horizon',
    session: '/api/v1/gex/{symbol}/session',
    history: '/api/gex/{symbol}/history?interval=1m|5m|15m|1h|1d&from&to',
    status: '/api/status',
    market: '/api/v1/market/{symbol}',
    options: '/api/v1/options/{symbol}?expiration_date&option_type',
    cache: '/api/v1/cache/stats',
    scanner: '/api/top-opportunities',
    sentiment: '/api/market-sentiment',
    outcomes: '/api/outcomes',
    me: '/api/v1/me',
    stream: '/api/stream',
    changes: '/api/v1/stream?symbols=',
    live: '/livez',
    ready: '/readyz',
    health: '/health',
    docs: '/docs',
    openapi: '/openapi.json',
  },
};

const AssetParams = Type.Object({ name: Type.String({ pattern: '^[A-Za-z0-9._-]{1,80}$' }) });

/** `/` for browsers is the page, for programs the service root; `/assets/` holds the page's files. */
export const pageRoutes = (app: FastifyInstance, page: Page): void => {
  app.get(
    '/',
    {
      schema: {
        tags: ['page'],
        summary: 'The web page; for `Accept: application/json` the service root',
        response: {
          200: {
            description: 'By what is accepted',
            content: { 'application/json': { schema: ServiceRoot }, 'text/html': { schema: Type.String() } },
          },
        },
      },
    },
    async (request, reply) => {
      reply.header('vary', 'accept');
      if (prefersJson(request.headers.accept)) return sendJson(reply, JSON.stringify(serviceRoot));
      return sendAsset(request, reply, page.index);
    },
  );

  app.get(
    '/scanner',
    {
      schema: {
        tags: ['page'],
        summary: 'The scanner’s view of the web page',
        response: { 200: { description: 'The page', content: { 'text/html': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => sendAsset(request, reply, page.scanner),
  );

  app.get<{ Params: Static<typeof AssetParams> }>(
    '/assets/:name',
    { schema: { hide: true, params: AssetParams } },
    async (request, reply) => {
      const asset = page.assets.get(request.params.name);
      if (asset === undefined) throw new ProblemError('unknown-route', `The page has no file ${request.params.name}`);
      return sendAsset(request, reply, asset);
    },
  );
};

/** `no-cache`: kept, but asked for again each time, so that a new version shows at once. */
const sendAsset = (request: FastifyRequest, reply: FastifyReply, { body, contentType, etag }: Asset): FastifyReply => {
  reply.header('cache-control', 'no-cache').header('etag', etag);
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(etag) || known?.includes('*')) return reply.code(304).send();
  return reply.type(contentType).send(body);
};

/** JSON by name and no HTML: an accept-all, as of curl, gets the page. */
export const prefersJson = (accept: string | undefined): boolean =>
  /\bapplication\/(\w+\+)?json\b/.test(accept ?? '') && !/\btext\/html\b/.test(accept ?? '');

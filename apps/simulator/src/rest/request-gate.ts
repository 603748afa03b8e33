import { randomUUID } from 'node:crypto';
import type { Cancel } from '@gexstream/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../server-context.ts';
import { marketDataError, traderError } from './rest-errors.ts';

const windowMs = 60_000;

export interface RequestGate {
  /** Hook before each API route: stamps the reply, then refuses without a valid token (401) or beyond the rate (429). */
  readonly onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  close(): void;
}

export const requestGate = ({
  clock,
  desk,
  limits,
  behaviour,
  faults,
}: Pick<ServerContext, 'clock' | 'desk' | 'limits' | 'behaviour' | 'faults'>): RequestGate => {
  const recent = new Set<Cancel>();

  const admit = (): boolean => {
    if (limits.requestsPerMinute === 0) return true;
    if (recent.size >= limits.requestsPerMinute) return false;
    const forget = clock.after(windowMs, () => recent.delete(forget));
    recent.add(forget);
    return true;
  };

  return {
    onRequest: async (request, reply) => {
      reply.header('Schwab-Client-CorrelId', randomUUID()).header('Schwab-Resource-Version', '1');
      const trader = request.url.startsWith('/trader/');
      const { authorization } = request.headers;
      if (authorization === undefined && !trader)
        return marketDataError(reply, 401, 'Missing header', { header: 'Authorization' });
      const token = authorization?.startsWith('Bearer ') === true ? authorization.slice('Bearer '.length) : '';
      if (faults.holds('401') || !desk.isAccessToken(token))
        return trader ? traderError(reply, 401, 'Client not authorized') : marketDataError(reply, 401, 'Client not authorized');
      const failure = faults.argumentOf('5xx');
      if (failure !== null) return reply.code(failure).type('text/plain').send('upstream request timeout');
      const waitSeconds = faults.argumentOf('429');
      if (waitSeconds !== null || !admit()) {
        const retryAfter = waitSeconds ?? (behaviour.retryAfter ? windowMs / 1000 : 0);
        if (retryAfter > 0) reply.header('Retry-After', String(retryAfter));
        if (behaviour.throttleBody === 'html')
          return reply.code(429).type('text/html').send('<html><body>Rate Limit Exceeded</body></html>');
        return trader ? traderError(reply, 429, 'Rate Limit Exceeded') : marketDataError(reply, 429, 'Rate Limit Exceeded');
      }
      return undefined;
    },
    close: () => {
      for (const cancel of recent) cancel();
      recent.clear();
    },
  };
};

import type { Clock } from '@gexstream/domain/time';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.ts';
import { type RequestCounter, requestCounter, type Standing } from './request-counter.ts';

/** Keys and addresses remembered; the one not seen longest goes. */
const rememberedMax = 10_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False where a caller may ask as often as he likes; true without a word. */
    readonly counted?: boolean;
  }
}

/** One for each limit: who is over one is not for that over another. */
export const perMinute = (max: number, clock: Clock): RequestCounter => requestCounter(max, rememberedMax, clock);

/** Whose requests are counted together: those of one key from many addresses are its own. */
export const askerOf = (key: string | null, address: string | undefined): string =>
  key === null ? `address ${address}` : `key ${key}`;

/**
 * Counts the requests of each key, and of each address where none is shown, those that no route answers among them. To be added after what
 * tells the caller.
 */
export const limitRequests = (app: FastifyInstance, counter: RequestCounter): void => {
  const limit = String(counter.max);
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.counted === false) return done();
    const asker = askerOf(request.caller?.key ?? null, request.ip);
    const standing = counter.count(asker);
    reply
      .header('x-ratelimit-limit', limit)
      .header('x-ratelimit-remaining', Math.max(0, standing.left))
      .header('x-ratelimit-reset', secondsOf(standing));
    return done(standing.left < 0 ? tooManyFor(asker, counter, standing, request, reply) : undefined);
  });
};

/** What one over a limit is told, and the log, once in his minute: what he asks after that is refused at the door (`flood-gate.ts`). */
export const tooManyFor = (
  asker: string,
  { max }: RequestCounter,
  standing: Standing,
  request: FastifyRequest,
  reply: FastifyReply,
): ProblemError => {
  if (standing.left === -1) request.log.warn({ asker, max }, 'more requests than a minute may have; refused until it ends');
  reply.header('retry-after', secondsOf(standing));
  return tooManyRequests(max, standing);
};

export const tooManyRequests = (max: number, standing: Standing): ProblemError =>
  new ProblemError(
    'too-many-requests',
    `More than ${max} requests a minute; come back in ${secondsOf(standing)} s, or open a stream`,
  );

export const secondsOf = ({ endsInMs }: Standing): number => Math.ceil(endsInMs / 1_000);

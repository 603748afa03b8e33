import type { Clock } from '@gexstream/domain/time';
import type { FastifyInstance, FastifyReply } from 'fastify';
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

/**
 * Counts the requests of each key, and of each address where none is shown: those of one key from many addresses are its own. To be added
 * after what tells the caller.
 */
export const limitRequests = (app: FastifyInstance, counter: RequestCounter): void => {
  const limit = String(counter.max);
  const tooMany = refusalsOver(counter);
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404 || request.routeOptions.config.counted === false) return done();
    const standing = counter.count(request.caller?.key ? `key ${request.caller.key}` : `address ${request.ip}`);
    reply
      .header('x-ratelimit-limit', limit)
      .header('x-ratelimit-remaining', Math.max(0, standing.left))
      .header('x-ratelimit-reset', secondsOf(standing));
    return done(standing.left < 0 ? tooMany(reply, standing) : undefined);
  });
};

/**
 * What those over a limit are told. One for each number of seconds, 60 at most, is made and told again: the stack that an error is made with
 * takes an eighth of a refusal, and whoever floods is refused a thousand times a second.
 */
export const refusalsOver = ({ max }: RequestCounter) => {
  const bySeconds: ProblemError[] = [];
  return (reply: FastifyReply, standing: Standing): ProblemError => {
    const seconds = secondsOf(standing);
    reply.header('retry-after', seconds);
    bySeconds[seconds] ??= new ProblemError(
      'too-many-requests',
      `More than ${max} requests a minute; come back in ${seconds} s, or open a stream`,
    );
    return bySeconds[seconds];
  };
};

const secondsOf = ({ endsInMs }: Standing): number => Math.ceil(endsInMs / 1_000);

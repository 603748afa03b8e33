import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.ts';

/** Keys and addresses remembered; the one not seen longest goes. */
const rememberedMax = 10_000;

/** Counts the requests of each key, and of each address where none is shown: those of one key from many addresses are its own. */
export const limitRequests = async (app: FastifyInstance, perMinuteMax: number): Promise<void> => {
  await app.register(rateLimit, {
    max: perMinuteMax,
    timeWindow: 60_000,
    cache: rememberedMax,
    keyGenerator: ({ caller, ip }) => (caller?.key ? `key ${caller.key}` : `address ${ip}`),
    errorResponseBuilder: (_request, { max, ttl }) => tooManyRequests(max, ttl),
  });
};

/** @param ttlMs until the next one is let in */
export const tooManyRequests = (max: number, ttlMs: number): ProblemError =>
  new ProblemError(
    'too-many-requests',
    `More than ${max} requests a minute; come back in ${Math.ceil(ttlMs / 1_000)} s, or open a stream`,
  );

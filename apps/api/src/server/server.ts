import rateLimit from '@fastify/rate-limit';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { Clock } from '@gexstream/domain/time';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { type ApiConfig, bodyBytesMax, isLoopback, requestsPerMinuteDefault } from '../config.ts';
import { ApiError } from '../errors.ts';
import { requireKey } from './authorization.ts';
import { answerLoopbackHostsOnly } from './host-check.ts';
import { publishOpenApi } from './open-api.ts';
import { ProblemError } from './problem.ts';
import { answerWithProblems, frameworkProblemOf, sendProblem } from './problem-answers.ts';
import { redactedLog } from './redacted-log.ts';
import { addSecurityHeaders } from './security-headers.ts';

/**
 * The HTTP server without routes: who may ask, how often, and what wrong requests get. Rejects with `API_KEY_REQUIRED` when it would
 * answer anyone on the network.
 */
export const httpServer = async (config: ApiConfig, clock: Clock, log: Logger): Promise<FastifyInstance> => {
  const keys = config.apiKeys ?? [];
  const loopback = isLoopback(config.host);
  if (!loopback && keys.length === 0 && config.allowOpen !== true) {
    throw new ApiError(
      'API_KEY_REQUIRED',
      `Anyone on the network could read ${config.host}:${config.port} without a key; give an API key, listen on 127.0.0.1, or allow open access on purpose`,
    );
  }
  const loggerInstance: FastifyBaseLogger = redactedLog(log);
  const app: FastifyInstance = Fastify({
    loggerInstance,
    bodyLimit: bodyBytesMax,
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => sendProblem(reply, request, clock, frameworkProblemOf(error, request)),
    return503OnClosing: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 100 },
  });
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerWithProblems(app, clock);
  if (loopback) answerLoopbackHostsOnly(app);
  await addSecurityHeaders(app);
  await app.register(rateLimit, {
    max: config.rateLimitPerMinute ?? requestsPerMinuteDefault,
    timeWindow: 60_000,
    // Addresses remembered; the one not seen longest goes.
    cache: 10_000,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new ProblemError(
        'too-many-requests',
        `More than ${max} requests a minute; come back in ${Math.ceil(ttl / 1_000)} s, or open a stream`,
      ),
  });
  if (!loopback && keys.length > 0) requireKey(app, keys);
  await publishOpenApi(app, !loopback && keys.length > 0);
  return app;
};

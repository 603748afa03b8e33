import type { Clock } from '@gexstream/domain/time';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import {
  type ApiConfig,
  bodyBytesMax,
  connectionsMaxDefault,
  headMsMaxDefault,
  isLoopback,
  refusalsPerMinuteMaxDefault,
  requestsPerMinuteDefault,
} from '../config.ts';
import { ApiError } from '../errors.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { letEveryoneIn, requireKeys, shownKeyOf } from './authorization.ts';
import { answerBrokenRequests } from './broken-requests.ts';
import { floodGate, guard } from './flood-gate.ts';
import { answerLoopbackHostsOnly, refuseOtherSites } from './host-check.ts';
import { inputValidator } from './input-validator.ts';
import { publishOpenApi } from './open-api.ts';
import { answerWithProblems, frameworkProblemOf, sendProblem } from './problem-answers.ts';
import { limitRequests, perMinute } from './rate-limits.ts';
import { redactedLog } from './redacted-log.ts';
import { addSecurityHeaders, securityHeaders } from './security-headers.ts';
import { listRoutes, type ServedRoute } from './served-routes.ts';

/** A body of 64 KiB takes no longer, however slow the line. */
const wholeRequestMsMax = 30_000;

export interface HttpServer {
  readonly app: FastifyInstance;
  /** Grows with the routes. */
  readonly routes: readonly ServedRoute[];
  /** Requests refused for a limit since the start. */
  readonly refused: () => number;
}

/**
 * The HTTP server without routes: who may ask, how often, and what wrong requests get. Rejects with `API_KEY_REQUIRED` when it would
 * answer anyone on the network.
 */
export const httpServer = async (config: ApiConfig, keys: KeyRing, clock: Clock, log: Logger): Promise<HttpServer> => {
  const loopback = isLoopback(config.host);
  const open = loopback || config.allowOpen === true;
  if (!open && keys.count() === 0) {
    throw new ApiError(
      'API_KEY_REQUIRED',
      `Anyone on the network could read ${config.host}:${config.port} without a key; make one (npx gex keys add NAME), or listen on 127.0.0.1`,
    );
  }
  const loggerInstance: FastifyBaseLogger = redactedLog(log);
  const requests = perMinute(config.rateLimitPerMinute ?? requestsPerMinuteDefault, clock);
  const refusals = perMinute(config.refusalsPerMinuteMax ?? refusalsPerMinuteMaxDefault, clock);
  const shownKey = open ? null : shownKeyOf(keys);
  const security = await securityHeaders();
  const app: FastifyInstance = Fastify({
    loggerInstance,
    bodyLimit: bodyBytesMax,
    forceCloseConnections: true,
    // Most requests have nothing to log; those that do give their id with the line.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => sendProblem(reply, request, clock, frameworkProblemOf(error, request)),
    clientErrorHandler: answerBrokenRequests(clock),
    return503OnClosing: true,
    requestTimeout: wholeRequestMsMax,
    http: {
      headersTimeout: config.headMsMax ?? headMsMaxDefault,
      // How often the platform looks for those that are too slow.
      connectionsCheckingInterval: 1_000,
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 100 },
  });
  app.server.maxConnections = config.connectionsMax ?? connectionsMaxDefault;
  const routes = listRoutes(app);
  guard(app.server, floodGate({ requests, refusals, shownKey, routes, security, clock }));
  app.setValidatorCompiler(inputValidator);
  answerWithProblems(app, clock);
  if (loopback) answerLoopbackHostsOnly(app);
  refuseOtherSites(app);
  addSecurityHeaders(app, security);
  if (shownKey === null) letEveryoneIn(app, loopback ? 'admin' : 'read');
  else requireKeys(app, shownKey, refusals);
  limitRequests(app, requests);
  await publishOpenApi(app, !open);
  return { app, routes, refused: () => requests.refused() + refusals.refused() };
};

import type { Clock } from '@gexstream/domain/time';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askAgainSeconds, type ProblemCode, ProblemError, problemBody, type WrongField, wrongField } from './problem.ts';

/** Makes every answer of 400 and above a problem, with the wrong inputs named and nothing of our insides. */
export const answerWithProblems = (app: FastifyInstance, clock: Clock): void => {
  app.setErrorHandler<FastifyError | ProblemError>((error, request, reply) => {
    const problem = problemOf(error, request.routeOptions.config.badInput);
    // What we refuse on purpose is no failure of ours; without a stack, for the reason says all.
    if (error instanceof ProblemError && error.cause === undefined && problem.statusCode >= 500)
      request.log.warn({ reqId: request.id, code: problem.code, url: shown(request.url.split('?', 1)[0]!) }, problem.message);
    else if (problem.statusCode >= 500) request.log.error({ reqId: request.id, err: error }, problem.message);
    return sendProblem(reply, request, clock, problem);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, request, clock, unknownRoute(request)));
};

export const sendProblem = (reply: FastifyReply, request: FastifyRequest, clock: Clock, problem: ProblemError): FastifyReply =>
  withRetryAfter(reply, problem)
    .code(problem.statusCode)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, clock.now(), request.id)));

const withRetryAfter = (reply: FastifyReply, { code }: ProblemError): FastifyReply => {
  const seconds = askAgainSeconds[code];
  return seconds === undefined ? reply : reply.header('retry-after', seconds);
};

/** Letters of an address that an answer repeats. */
const shownMax = 80;

const shown = (text: string): string => (text.length > shownMax ? `${text.slice(0, shownMax - 1)}…` : text);

const unknownRoute = (request: FastifyRequest): ProblemError => {
  const path = shown(request.url.split('?', 1)[0]!);
  return new ProblemError('unknown-route', `Nothing answers ${request.method} ${path}; GET /docs lists what does`);
};

/** What is wrong with an address that no route was looked up for; other errors as `problemOf`. */
export const frameworkProblemOf = (error: FastifyError, request: FastifyRequest): ProblemError => {
  const path = request.url.split('?', 1)[0]!;
  if (error.code === 'FST_ERR_BAD_URL') {
    return wrongField('url', `${shown(path)} holds a % that does not begin an encoded character; write %25 for the sign itself`);
  }
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    const field = path.startsWith('/api/gex/') ? 'symbol' : 'url';
    const message = `${shown(path)} is longer than any address here; take a symbol such as SPX`;
    return new ProblemError('uri-too-long', `${field}: ${message}`, [{ field, message }], error);
  }
  return problemOf(error);
};

/** How a route calls wrong input: 400, or 422 where an older contract wants it. */
type BadInput = Extract<ProblemCode, 'bad-input' | 'unprocessable-input'>;

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly badInput?: BadInput;
  }
}

/** What a thrown error is to those outside. */
export const problemOf = (error: FastifyError | ProblemError, badInput: BadInput = 'bad-input'): ProblemError => {
  if (error instanceof ProblemError) return error;
  if (error.validation) {
    const fields = wrongFields(error);
    return new ProblemError(badInput, fields.map(({ field, message }) => `${field}: ${message}`).join('; '), fields);
  }
  const code = codeByStatus[error.statusCode ?? 500];
  // Errors of 4xx that Fastify makes say what is wrong with the request; others may tell of our insides.
  if (code !== undefined) return new ProblemError(code, error.message, [], error);
  if ((error.statusCode ?? 500) < 500) return new ProblemError('request-refused', error.message, [], error);
  return new ProblemError('internal', 'The server failed at this; its log has the cause under request_id', [], error);
};

const codeByStatus: Readonly<Record<number, ProblemCode>> = {
  405: 'method-not-allowed',
  413: 'body-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
};

const wrongFields = (error: FastifyError): WrongField[] => {
  const found = new Map<string, string>();
  for (const { instancePath, message, params, keyword } of error.validation ?? []) {
    const unknown = keyword === 'additionalProperties' ? listOf(params.additionalProperties) : [];
    for (const field of unknown) found.set(field, 'is not a parameter of this route');
    const inside = instancePath.slice(1).replaceAll('/', '.');
    const missing = keyword === 'required' ? listOf(params.requiredProperties) : [];
    for (const name of missing) found.set(inside === '' ? name : `${inside}.${name}`, 'is missing');
    if (unknown.length > 0 || missing.length > 0) continue;
    const field = inside || 'request';
    const allowed = listOf(params.allowedValues);
    if (!found.has(field))
      found.set(field, allowed.length > 0 ? `must be one of ${allowed.join(', ')}` : (message ?? 'is wrong'));
  }
  return [...found].map(([field, message]) => ({ field, message }));
};

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

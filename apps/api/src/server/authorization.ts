import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allows, namePattern, type Scope } from '../keys/api-key.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { ProblemError, wrongField } from './problem.ts';
import { tooManyRequests } from './rate-limits.ts';

/** On whose behalf a request is made. */
export interface Caller {
  readonly user: string;
  readonly scope: Scope;
  /** The name of the key shown; null where none is asked for. */
  readonly key: string | null;
  /** Aborted when the key is revoked; null without one. */
  readonly revoked: AbortSignal | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. Without a word a key that may read is needed. */
    readonly access?: 'public' | Scope;
  }
  interface FastifyRequest {
    /** Null before a key was shown that is one of ours, which only public routes see. */
    caller: Caller | null;
  }
}

/** Where no key is asked for, everyone is the local user with this scope. */
export const letEveryoneIn = (app: FastifyInstance, scope: Scope): void => {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    const { access = 'read' } = request.routeOptions.config;
    if (access !== 'public' && !allows(scope, access))
      throw new ProblemError(
        'scope-required',
        `This takes a key of scope ${access}, and this server has none; npx gex keys add NAME`,
      );
    request.caller = actingFor(request, { user: 'local', scope, key: null, revoked: null });
  });
};

/**
 * Tells who calls by `Authorization: Bearer KEY`, and refuses who shows no key that the route needs. `Basic` with the key as password
 * works too: a browser asks for it once and sends it along with event streams, which cannot carry headers of their own. What no route
 * answers is refused as well, so that nobody learns the routes without a key.
 */
export const requireKeys = (app: FastifyInstance, keys: KeyRing, refusalsPerMinuteMax: number): void => {
  const countRefusal = app.createRateLimit({
    max: refusalsPerMinuteMax,
    timeWindow: 60_000,
    keyGenerator: ({ ip }) => `refused ${ip}`,
  });
  const refuse = async (request: FastifyRequest, reply: FastifyReply): Promise<never> => {
    const refusals = await countRefusal(request);
    if (!refusals.isAllowed && refusals.isExceeded) {
      reply.header('retry-after', refusals.ttlInSeconds);
      throw tooManyRequests(refusals.max, refusals.ttl);
    }
    reply.header('www-authenticate', ['Bearer realm="gexstream"', 'Basic realm="gexstream: any name, the API key as password"']);
    throw new ProblemError('key-required', 'Send `Authorization: Bearer KEY` with a key of this server (npx gex keys add NAME)');
  };

  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    const text = presentedKey(request.headers.authorization);
    const key = text === null ? null : keys.find(text);
    if (key !== null)
      request.caller = actingFor(request, { user: key.user, scope: key.scope, key: key.name, revoked: key.revoked });
    const { access = 'read' } = request.routeOptions.config;
    if (access === 'public') return;
    if (request.caller === null) await refuse(request, reply);
    else if (!allows(request.caller.scope, access))
      throw new ProblemError('scope-required', `This takes a key of scope ${access}; yours may ${request.caller.scope}`);
  });
};

/** An admin may act for any user; for others the header says nothing, since the key alone tells whose it is. */
const actingFor = (request: FastifyRequest, caller: Caller): Caller => {
  const user = request.headers['x-user-id'];
  if (caller.scope !== 'admin' || user === undefined) return caller;
  if (typeof user !== 'string' || !namePattern.test(user))
    throw wrongField('x-user-id', 'is a user’s name: letters, digits, . _ @ -, at most 64');
  return { ...caller, user };
};

const presentedKey = (header: string | undefined): string | null => {
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return password ?? null;
};

import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allows, namePattern, type Scope } from '../keys/api-key.ts';
import { keyOfConnection } from '../keys/key-of-connection.ts';
import type { HeldKey, KeyRing } from '../keys/key-ring.ts';
import { ProblemError, wrongField } from './problem.ts';
import { askerOf, tooManyFor } from './rate-limits.ts';
import type { RequestCounter } from './request-counter.ts';

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
  app.addHook('onRequest', (request, _reply, done) => {
    const { access = 'read' } = request.routeOptions.config;
    if (access !== 'public' && !allows(scope, access)) {
      const what = `This takes a key of scope ${access}, and this server has none; npx gex keys add NAME`;
      return done(new ProblemError('scope-required', what));
    }
    request.caller = actingFor(request, { user: 'local', scope, key: null, revoked: null });
    return done();
  });
};

/** The key of ours that a request shows; null where it shows none. */
export type ShownKey = (request: IncomingMessage) => HeldKey | null;

export const shownKeyOf = (keys: KeyRing): ShownKey => {
  const keyOf = keyOfConnection((header) => {
    const text = presentedKey(header);
    return text === null ? null : keys.find(text);
  });
  return ({ socket, headers: { authorization } }) => (authorization === undefined ? null : keyOf(socket, authorization));
};

/**
 * Tells who calls by `Authorization: Bearer KEY`, and refuses who shows no key that the route needs. `Basic` with the key as password
 * works too: a browser asks for it once and sends it along with event streams, which cannot carry headers of their own. What no route
 * answers is refused as well, so that nobody learns the routes without a key.
 */
export const requireKeys = (app: FastifyInstance, shownKey: ShownKey, refusals: RequestCounter): void => {
  const refusal = (request: FastifyRequest, reply: FastifyReply): ProblemError => {
    const asker = askerOf(null, request.ip);
    const standing = refusals.count(asker);
    if (standing.left < 0) return tooManyFor(asker, refusals, standing, request, reply);
    reply.header('www-authenticate', ['Bearer realm="gexstream"', 'Basic realm="gexstream: any name, the API key as password"']);
    return new ProblemError('key-required', 'Send `Authorization: Bearer KEY` with a key of this server (npx gex keys add NAME)');
  };
  app.decorateRequest('caller', null);
  app.addHook('onRequest', (request, reply, done) => {
    const key = shownKey(request.raw);
    if (key !== null)
      request.caller = actingFor(request, { user: key.user, scope: key.scope, key: key.name, revoked: key.revoked });
    const { access = 'read' } = request.routeOptions.config;
    if (access === 'public') return done();
    if (request.caller === null) return done(refusal(request, reply));
    if (allows(request.caller.scope, access)) return done();
    const what = `This takes a key of scope ${access}; yours may ${request.caller.scope}`;
    return done(new ProblemError('scope-required', what));
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

const presentedKey = (header: string): string | null => {
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(header) ?? [];
  if (scheme === undefined || value === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return password ?? null;
};

import { isoTime } from '@gexstream/domain/time';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { HostedLogin } from '../hosted-login.ts';
import { ProblemError } from '../server/problem.ts';
import { sendJson } from './gex.ts';
import { prefersJson } from './page.ts';
import { json, problemResponses } from './problem-responses.ts';

const NoQuery = Type.Object({}, { additionalProperties: false });
const LoginBegun = Type.Object({
  authorization_url: Type.String({ description: 'for the person’s browser, within ten minutes' }),
});
const text = (description: string) => ({ description, content: { 'text/plain': { schema: Type.String() } } });

/** Where the login begins and comes back to. `null` where this server makes none. */
export const schwabLoginRoutes = (app: FastifyInstance, login: HostedLogin | null): void => {
  const made = (): HostedLogin => {
    if (login !== null) return login;
    throw new ProblemError(
      'login-not-hosted',
      'This server makes no Schwab logins: give it SCHWAB_APP_KEY, SCHWAB_APP_SECRET and a SCHWAB_CALLBACK_URL that ends in /auth/schwab/callback, or log in with npx gex login',
    );
  };

  app.get(
    '/auth/schwab/start',
    {
      config: { access: 'admin' },
      schema: {
        tags: ['login'],
        summary: 'Begins a login at Schwab: sends the browser there, or tells the address',
        querystring: NoQuery,
        response: {
          200: json(LoginBegun, 'For `Accept: application/json`'),
          302: { description: 'To Schwab', headers: { location: { type: 'string' } } },
          ...problemResponses.badInput,
          ...problemResponses.keyRequired,
          ...problemResponses.scopeRequired,
          ...problemResponses.loginNotHosted,
          ...problemResponses.tooManyRequests,
        },
      },
    },
    async (request, reply) => {
      const url = made().begin();
      const body: Static<typeof LoginBegun> = { authorization_url: url };
      if (prefersJson(request.headers.accept)) return sendJson(reply, JSON.stringify(body));
      return reply.header('cache-control', 'no-store').redirect(url, 302);
    },
  );

  app.get(
    '/auth/schwab/callback',
    {
      // A redirect carries no key: the `state` that an admin's start was given is what admits it, once.
      config: { access: 'public' },
      schema: {
        tags: ['login'],
        summary: 'Where Schwab sends the browser back: trades the code for a token and keeps it',
        response: {
          200: text('Logged in, until when'),
          ...problemResponses.badInput,
          ...problemResponses.loginNotHosted,
          ...problemResponses.tooManyRequests,
          ...problemResponses.internal,
          ...problemResponses.loginUpstream,
        },
      },
    },
    async (request, reply) => {
      const outcome = await made().complete(request.url);
      if ('refused' in outcome)
        throw new ProblemError(outcome.by === 'address' ? 'login-refused' : 'login-upstream', outcome.refused);
      return reply
        .header('cache-control', 'no-store')
        .type('text/plain; charset=utf-8')
        .send(
          `Logged in at Schwab until ${isoTime(outcome.endsMs)}. Ingest takes it up within ten seconds; this page may be closed.\n`,
        );
    },
  );
};

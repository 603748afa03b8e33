import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type SimulatorBehaviour, simulatedLogin } from '../settings.ts';
import { consentPage, deniedPage } from './consent-page.ts';
import type { TokenDesk } from './token-desk.ts';

const expectedBasic = `Basic ${Buffer.from(`${simulatedLogin.appKey}:${simulatedLogin.appSecret}`).toString('base64')}`;

/** What a refresh token that is dead gets: status and body, as they were seen over the years, or at Schwab's edge. */
const refusedRefresh: Readonly<Record<SimulatorBehaviour['refreshError'], readonly [number, object | string]>> = {
  invalid_grant: [400, { error_description: 'Refresh token is invalid, expired or revoked', error: 'invalid_grant' }],
  unsupported_token_type: [
    400,
    {
      error: 'unsupported_token_type',
      error_description:
        '400 Bad Request: "{"error_description":"Exception while authenticating refresh token [tokenDigest=SIM, Exception=Failed refresh token authentication [tokenDigest=SIM]]","error":"refresh_token_authentication_error"}"',
    },
  ],
  invalid_client: [401, { error: 'invalid_client', error_description: 'refresh token invalid' }],
  'edge-html': [403, '<html><head><title>Access Denied</title></head><body>Access Denied</body></html>'],
  'error-page': [500, '<html><body><h1>Whitelabel Error Page</h1></body></html>'],
};

/** The authorisation endpoints: a page to log in on, in Schwab's place without a password, and the token endpoint. */
export const oauthRoutes = (app: FastifyInstance, desk: TokenDesk, behaviour: SimulatorBehaviour): void => {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_384 },
    (_request, body, done) => {
      done(null, new URLSearchParams(body.toString()));
    },
  );

  app.get<{ Querystring: Record<string, string | undefined> }>('/v1/oauth/authorize', async (request, reply) => {
    const { client_id: clientId, redirect_uri: redirectUri } = request.query;
    reply.type('text/html');
    if (clientId !== simulatedLogin.appKey || !isRedirect(redirectUri)) return reply.code(401).send(deniedPage);
    return consentPage(request.query);
  });

  app.post<{ Body: unknown }>('/v1/oauth/authorize', async (request, reply) => {
    const form = formOf(request.body);
    const redirectUri = form.get('redirect_uri') ?? undefined;
    if (form.get('client_id') !== simulatedLogin.appKey || !isRedirect(redirectUri))
      return reply.code(401).type('text/html').send(deniedPage);
    const target = new URL(redirectUri);
    target.searchParams.set('code', desk.issueCode(redirectUri, form.get('code_challenge')));
    target.searchParams.set('session', randomUUID());
    const state = form.get('state');
    if (state !== null) target.searchParams.set('state', state);
    return reply.redirect(target.href, 302);
  });

  app.post<{ Body: unknown }>('/v1/oauth/token', async (request, reply) => {
    if (request.headers.authorization !== expectedBasic)
      return reply.code(401).send({ error: 'invalid_client', error_description: 'Unauthorized' });
    const form = formOf(request.body);
    const grant = form.get('grant_type');
    if (grant === 'refresh_token') {
      const token = desk.refresh(form.get('refresh_token') ?? '');
      if (token !== null) return token;
      const [status, body] = refusedRefresh[behaviour.refreshError];
      if (typeof body === 'string') reply.type('text/html');
      return reply.code(status).send(body);
    }
    if (grant === 'authorization_code') {
      const token = desk.exchangeCode(form.get('code') ?? '', form.get('redirect_uri') ?? '', form.get('code_verifier'));
      return token ?? reply.code(400).send({ error: 'invalid_grant', error_description: 'Invalid authorization code' });
    }
    return reply.code(400).send({ error: 'unsupported_grant_type', error_description: 'grant_type is not supported' });
  });
};

const formOf = (body: unknown): URLSearchParams => (body instanceof URLSearchParams ? body : new URLSearchParams());

const isRedirect = (uri: string | undefined): uri is string => uri !== undefined && URL.canParse(uri);

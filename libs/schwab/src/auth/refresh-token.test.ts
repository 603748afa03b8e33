import { type Clock, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { SchwabError } from '../errors.ts';
import { refreshToken } from './refresh-token.ts';

const clock: Clock = { now: () => epochMs(0), after: () => () => undefined, every: () => () => undefined };

const answering = (status: number, body: string) => {
  const requests: RequestInit[] = [];
  const options = {
    baseUrl: 'http://schwab.test',
    appKey: 'KEY',
    appSecret: 'SECRET-VALUE',
    clock,
    timeoutMs: 1_000,
    fetch: async (_url: unknown, init?: RequestInit) => {
      requests.push(init ?? {});
      return new Response(body, { status });
    },
  };
  return { requests, refresh: () => refreshToken('REFRESH-VALUE@', options) };
};

test('the request is form-encoded with basic credentials', async () => {
  const body =
    '{"expires_in":1800,"token_type":"Bearer","scope":"api","refresh_token":"EXAMPLE-REFRESH@","access_token":"I0.EXAMPLE-ACCESS@"}';
  const { refresh, requests } = answering(200, body);
  expect((await refresh()).access_token).toBe('I0.EXAMPLE-ACCESS@');
  expect(requests[0]?.body).toBe('grant_type=refresh_token&refresh_token=REFRESH-VALUE%40');
  expect(new Headers(requests[0]?.headers).get('authorization')).toBe(`Basic ${btoa('KEY:SECRET-VALUE')}`);
});

test.each([
  [
    400,
    '{"error_description":"Refresh token is invalid, expired or revoked","error":"invalid_grant"}',
    'SCHWAB_LOGIN_REQUIRED',
    false,
  ],
  [400, '{"error":"unsupported_token_type","error_description":"400 Bad Request: \\"{…}\\""}', 'SCHWAB_LOGIN_REQUIRED', false],
  [401, '{"error":"invalid_client","error_description":"refresh token invalid"}', 'SCHWAB_LOGIN_REQUIRED', false],
  [400, '{"error":"invalid_client"}', 'SCHWAB_LOGIN_REQUIRED', false],
  [401, '{"error":"invalid_client","error_description":"Unauthorized"}', 'SCHWAB_APP_REJECTED', false],
  [403, '<html>Access Denied</html>', 'SCHWAB_UNAVAILABLE', true],
  [500, '<h1>Whitelabel Error Page</h1>', 'SCHWAB_UNAVAILABLE', true],
  [200, '<html></html>', 'SCHWAB_BAD_ANSWER', true],
] as const)('status %d with %s means %s', async (status, body, code, retryable) => {
  const failure = await answering(status, body)
    .refresh()
    .catch((error: unknown) => error);
  if (!(failure instanceof SchwabError)) throw new Error('no SchwabError');
  expect([failure.code, failure.retryable]).toEqual([code, retryable]);
  expect(failure.message).not.toMatch(/REFRESH-VALUE|SECRET-VALUE/);
});

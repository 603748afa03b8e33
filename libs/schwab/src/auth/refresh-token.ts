import type { Clock } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';
import { httpCall } from '../rest/http-call.ts';
import type { WireToken } from '../wire/index.ts';

export interface RefreshOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}

const what = 'POST /v1/oauth/token';

/**
 * Trades the refresh token for a new access token. Rejects with SCHWAB_LOGIN_REQUIRED when only a person's login helps,
 * SCHWAB_APP_REJECTED when app key or secret are wrong, else with a retryable error.
 */
export const refreshToken = async (token: string, options: RefreshOptions): Promise<WireToken> => {
  const credentials = Buffer.from(`${options.appKey}:${options.appSecret}`).toString('base64');
  const answer = await httpCall({
    what,
    url: `${options.baseUrl}/v1/oauth/token`,
    init: {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }).toString(),
    },
    timeoutMs: options.timeoutMs,
    clock: options.clock,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  // Neither body is quoted in an error: the one holds tokens, the other digests of them.
  const body = jsonObject(answer.text);
  if (answer.status === 200) {
    if (isToken(body)) return body;
    throw new SchwabError('SCHWAB_BAD_ANSWER', `${what} answered 200 without a token`, { status: 200 });
  }
  throw refusal(answer.status, body);
};

const deadTokenErrors: ReadonlySet<unknown> = new Set(['invalid_grant', 'unsupported_token_type', 'invalid_client']);

const refusal = (status: number, body: object | null): SchwabError => {
  const error = body !== null && 'error' in body ? body.error : null;
  const description = body !== null && 'error_description' in body ? body.error_description : null;
  if ((status === 400 || status === 401) && deadTokenErrors.has(error)) {
    return error === 'invalid_client' && description === 'Unauthorized'
      ? new SchwabError(
          'SCHWAB_APP_REJECTED',
          `${what}: the app key or secret is wrong; check SCHWAB_APP_KEY and SCHWAB_APP_SECRET`,
          { status },
        )
      : new SchwabError(
          'SCHWAB_LOGIN_REQUIRED',
          `${what}: the refresh token is expired or revoked (it lives 7 days); log in again`,
          { status },
        );
  }
  if (status === 429) return new SchwabError('SCHWAB_RATE_LIMITED', `${what} answered 429; it is asked again later`, { status });
  return new SchwabError('SCHWAB_UNAVAILABLE', `${what} answered ${status}; it is asked again later`, { status });
};

const jsonObject = (text: string): object | null => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' ? body : null;
  } catch {
    return null;
  }
};

const isToken = (body: object | null): body is WireToken =>
  body !== null &&
  'access_token' in body &&
  typeof body.access_token === 'string' &&
  'refresh_token' in body &&
  typeof body.refresh_token === 'string' &&
  'expires_in' in body &&
  typeof body.expires_in === 'number' &&
  body.expires_in > 0;

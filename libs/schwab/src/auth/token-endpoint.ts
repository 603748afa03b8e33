import type { Clock } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';
import { type HttpAnswer, httpCall } from '../rest/http-call.ts';
import { retryAfterMs } from '../rest/retry-after.ts';
import type { WireToken } from '../wire/index.ts';

export interface TokenEndpointOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}

/** The token endpoint's answer: a token, or what it says of why there is none. */
export type TokenAnswer =
  | { readonly token: WireToken }
  | { readonly status: number; readonly error: unknown; readonly description: unknown };

const what = 'POST /v1/oauth/token';

/**
 * Asks for a token. Neither body is ever quoted in an error: the one holds tokens, the other digests of them. Rejects with
 * SCHWAB_APP_REJECTED when app key or secret are wrong, else with a retryable error; other refusals are the answer.
 */
export const askToken = async (form: Readonly<Record<string, string>>, options: TokenEndpointOptions): Promise<TokenAnswer> => {
  const credentials = Buffer.from(`${options.appKey}:${options.appSecret}`).toString('base64');
  const answer = await httpCall({
    what,
    url: `${options.baseUrl}/v1/oauth/token`,
    init: {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    },
    timeoutMs: options.timeoutMs,
    clock: options.clock,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  return read(answer);
};

const read = ({ status, text, headers }: HttpAnswer): TokenAnswer => {
  const body = jsonObject(text);
  if (status === 200) {
    if (isToken(body)) return { token: body };
    throw new SchwabError('SCHWAB_BAD_ANSWER', `${what} answered 200 without a token`, { status });
  }
  const error = body !== null && 'error' in body ? body.error : null;
  const description = body !== null && 'error_description' in body ? body.error_description : null;
  if ((status === 400 || status === 401) && error === 'invalid_client' && description === 'Unauthorized')
    throw new SchwabError(
      'SCHWAB_APP_REJECTED',
      `${what}: the app key or secret is wrong; check SCHWAB_APP_KEY and SCHWAB_APP_SECRET`,
      { status },
    );
  if (status === 400 || status === 401) return { status, error, description };
  const details = { status, retryAfterMs: retryAfterMs(headers) };
  if (status === 429) throw new SchwabError('SCHWAB_RATE_LIMITED', `${what} answered 429; it is asked again later`, details);
  throw new SchwabError('SCHWAB_UNAVAILABLE', `${what} answered ${status}; it is asked again later`, details);
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

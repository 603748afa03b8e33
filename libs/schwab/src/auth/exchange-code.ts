import { epochMs } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';
import { askToken, type TokenEndpointOptions } from './token-endpoint.ts';
import type { StoredToken } from './token-store.ts';

export interface AuthorizationCode {
  /** Decoded: `C0.…@`. It lives for 30 s and serves once. */
  readonly code: string;
  /** The same text as in the authorisation URL. */
  readonly callbackUrl: string;
  /** Of PKCE, where the authorisation URL had a challenge. */
  readonly verifier: string | null;
}

/**
 * Trades the code of a person's login for tokens; the login's seven days count from now. Rejects with SCHWAB_LOGIN_REQUIRED when the
 * code is no good (any more), SCHWAB_APP_REJECTED when app key or secret are wrong, else with a retryable error.
 */
export const exchangeCode = async (
  { code, callbackUrl, verifier }: AuthorizationCode,
  options: TokenEndpointOptions,
): Promise<StoredToken> => {
  const form = { grant_type: 'authorization_code', code, redirect_uri: callbackUrl };
  const answer = await askToken(verifier === null ? form : { ...form, code_verifier: verifier }, options);
  if (!('token' in answer))
    throw new SchwabError(
      'SCHWAB_LOGIN_REQUIRED',
      'The code of the login was refused: it lives for 30 s and serves once, and the callback URL must be the registered one to the letter; log in again',
      { status: answer.status },
    );
  const now = options.clock.now();
  const { access_token: token, expires_in: expiresIn, refresh_token: refreshToken } = answer.token;
  return { refreshToken, access: { token, expiresMs: epochMs(now + expiresIn * 1000) }, loginMs: now };
};

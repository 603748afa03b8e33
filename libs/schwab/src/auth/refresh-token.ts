import { SchwabError } from '../errors.ts';
import type { WireToken } from '../wire/index.ts';
import { askToken, type TokenEndpointOptions } from './token-endpoint.ts';

/** Bodies seen with a dead refresh token; the form changed over the years. */
const deadTokenErrors: ReadonlySet<unknown> = new Set(['invalid_grant', 'unsupported_token_type', 'invalid_client']);

/**
 * Trades the refresh token for a new access token. Rejects with SCHWAB_LOGIN_REQUIRED when only a person's login helps,
 * SCHWAB_APP_REJECTED when app key or secret are wrong, else with a retryable error.
 */
export const refreshToken = async (token: string, options: TokenEndpointOptions): Promise<WireToken> => {
  const answer = await askToken({ grant_type: 'refresh_token', refresh_token: token }, options);
  if ('token' in answer) return answer.token;
  const { status } = answer;
  if (deadTokenErrors.has(answer.error))
    throw new SchwabError(
      'SCHWAB_LOGIN_REQUIRED',
      'The refresh token is expired or revoked (it lives 7 days); log in again: npx gex login',
      { status },
    );
  throw new SchwabError('SCHWAB_UNAVAILABLE', `The token could not be refreshed: answered ${status}; it is tried again later`, {
    status,
  });
};

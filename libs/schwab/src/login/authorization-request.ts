import { createHash, randomBytes } from 'node:crypto';

/** One attempt of a person to log in: where to send the browser, and what to hold against what comes back. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly callbackUrl: string;
  /** Comes back with the code; with another one the answer is not to this request. */
  readonly state: string;
  /** Of PKCE; null without. */
  readonly verifier: string | null;
}

export interface AuthorizationOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly appKey: string;
  /** As registered with the app, to the letter. */
  readonly callbackUrl: string;
  /** Sends a PKCE challenge; nothing shows that Schwab reads it. */
  readonly pkce: boolean;
}

export const authorizationRequest = ({ baseUrl, appKey, callbackUrl, pkce }: AuthorizationOptions): AuthorizationRequest => {
  const state = randomBytes(18).toString('base64url');
  const verifier = pkce ? randomBytes(32).toString('base64url') : null;
  const query = new URLSearchParams({ client_id: appKey, redirect_uri: callbackUrl, response_type: 'code', state });
  if (verifier !== null) {
    query.set('code_challenge', createHash('sha256').update(verifier).digest('base64url'));
    query.set('code_challenge_method', 'S256');
  }
  return { url: `${baseUrl}/v1/oauth/authorize?${query}`, callbackUrl, state, verifier };
};

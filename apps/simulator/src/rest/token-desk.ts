import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@gexstream/domain';
import type { WireToken } from '@gexstream/schwab/wire';
import type { FaultDesk } from '../faults/fault-desk.ts';
import { type SimulatorBehaviour, type SimulatorLimits, simulatedLogin } from '../settings.ts';
import { expiringMap } from './expiring-map.ts';

/** Issues and knows codes and tokens, as Schwab's authorisation server does. */
export interface TokenDesk {
  /** A code for one redirect address: single use, short-lived, ending in `@`. `challenge` is PKCE's (S256), null without. */
  issueCode(redirectUri: string, challenge: string | null): string;
  /** Null when the code is unknown, used, expired, or was given for another address or challenge. */
  exchangeCode(code: string, redirectUri: string, verifier: string | null): WireToken | null;
  refresh(refreshToken: string): WireToken | null;
  isAccessToken(token: string): boolean;
  close(): void;
}

interface IssuedCode {
  readonly redirectUri: string;
  readonly challenge: string | null;
}

const answers = (verifier: string | null, challenge: string | null): boolean =>
  challenge === null || (verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge);

const opaque = (bytes: number): string => randomBytes(bytes).toString('base64url');

export const tokenDesk = (clock: Clock, limits: SimulatorLimits, behaviour: SimulatorBehaviour, faults: FaultDesk): TokenDesk => {
  const codes = expiringMap<IssuedCode>(clock, limits.tokensMax);
  const accessTokens = expiringMap<true>(clock, limits.tokensMax);
  const refreshTokens = expiringMap<true>(clock, limits.tokensMax);

  const issue = (refreshToken: string): WireToken => {
    const accessToken = `I0.${opaque(24)}@`;
    accessTokens.add(accessToken, true, limits.accessTokenMs);
    return {
      expires_in: Math.round(limits.accessTokenMs / 1000),
      token_type: 'Bearer',
      scope: 'api',
      refresh_token: refreshToken,
      access_token: accessToken,
      id_token: `${opaque(12)}.${opaque(24)}.${opaque(24)}`,
    };
  };

  const newRefreshToken = (): string => {
    const token = `${opaque(48)}@`;
    refreshTokens.add(token, true, limits.refreshTokenMs);
    return token;
  };

  faults.onInject('expire-access', () => accessTokens.clear());
  faults.onInject('revoke-refresh', () => refreshTokens.clear());

  return {
    issueCode: (redirectUri, challenge) => {
      const code = `C0.${opaque(18)}.${opaque(12)}@`;
      codes.add(code, { redirectUri, challenge }, limits.authorizationCodeMs);
      return code;
    },
    exchangeCode: (code, redirectUri, verifier) => {
      const issued = codes.get(code);
      codes.delete(code);
      if (issued?.redirectUri !== redirectUri || !answers(verifier, issued.challenge)) return null;
      // A new login ends what earlier logins were given.
      refreshTokens.clear();
      return issue(newRefreshToken());
    },
    refresh: (refreshToken) => {
      if (refreshToken === simulatedLogin.refreshToken) return faults.holds('revoke-refresh') ? null : issue(refreshToken);
      if (refreshTokens.get(refreshToken) === undefined) return null;
      if (!behaviour.rotateRefreshToken && !faults.holds('rotate-refresh')) return issue(refreshToken);
      refreshTokens.delete(refreshToken);
      return issue(newRefreshToken());
    },
    isAccessToken: (token) => accessTokens.get(token) === true,
    close: () => {
      codes.clear();
      accessTokens.clear();
      refreshTokens.clear();
    },
  };
};

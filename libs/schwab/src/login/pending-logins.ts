import type { Clock } from '@gexstream/domain';
import type { AuthorizationCode } from '../auth/exchange-code.ts';
import { SchwabError } from '../errors.ts';
import { type AuthorizationOptions, type AuthorizationRequest, authorizationRequest } from './authorization-request.ts';
import { redirectedCode } from './redirected-code.ts';

/** Logins that a server began and that no browser has come back from yet. */
export interface PendingLogins {
  begin(): AuthorizationRequest;
  /** The code in an address that the browser was sent to; a begun login is answered once. Throws SCHWAB_LOGIN_REQUIRED for one that answers none. */
  answer(address: string): AuthorizationCode;
}

/** A person finds a password and ticks accounts in this time. */
const pendingMsMax = 10 * 60_000;
/** More at once give up the oldest. */
const pendingMax = 16;

export const pendingLogins = (options: AuthorizationOptions, clock: Clock): PendingLogins => {
  const pending = new Map<string, { readonly request: AuthorizationRequest; readonly untilMs: number }>();
  return {
    begin: () => {
      const request = authorizationRequest(options);
      pending.set(request.state, { request, untilMs: clock.now() + pendingMsMax });
      for (const state of pending.keys()) if (pending.size > pendingMax) pending.delete(state);
      return request;
    },
    answer: (address) => {
      const state = URL.canParse(address, options.callbackUrl)
        ? new URL(address, options.callbackUrl).searchParams.get('state')
        : null;
      const begun = state === null ? undefined : pending.get(state);
      if (state === null || begun === undefined || clock.now() > begun.untilMs)
        throw new SchwabError(
          'SCHWAB_LOGIN_REQUIRED',
          `No login: the address answers none that was begun here in the last ${pendingMsMax / 60_000} minutes, or one that was answered already; begin again`,
        );
      pending.delete(state);
      const { callbackUrl, verifier } = begun.request;
      return { code: redirectedCode(address, begun.request), callbackUrl, verifier };
    },
  };
};

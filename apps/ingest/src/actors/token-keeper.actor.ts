import type { Behavior } from '@gexstream/actors';

/** Keeps an access token ready before anyone needs it, and notices when only a person's login helps. */
export interface TokenKeeping {
  readonly status: 'unknown' | 'ready' | 'failing' | 'login-required';
  readonly reason: string;
  readonly attempt: number;
}

export type TokenKeepingMessage =
  | { readonly type: 'check' }
  | { readonly type: 'ready'; readonly expiresMs: number }
  | { readonly type: 'failed'; readonly terminal: boolean; readonly reason: string };

export type TokenKeepingEffect =
  /** Ask for a token, which refreshes it if need be; answered by `ready` or `failed`. */
  { readonly type: 'renew' } | { readonly type: 'check-after'; readonly afterMs: number } | { readonly type: 'report' };

export const initialTokenKeeping: TokenKeeping = { status: 'unknown', reason: '', attempt: 0 };

/** Within this time of its end a token is renewed; a second later, the keeper of tokens agrees that it is due. */
const aheadMs = 5 * 60_000 - 1_000;
const retryMsMin = 1_000;
const retryMsMax = 60_000;
/** A login may come from another program by way of the store. */
const loginCheckMs = 15_000;

export const tokenKeeping: Behavior<TokenKeeping, TokenKeepingMessage, TokenKeepingEffect> = (state, message, now) => {
  switch (message.type) {
    case 'check':
      return { state, effects: [{ type: 'renew' }] };
    case 'ready': {
      const afterMs = Math.max(retryMsMin, message.expiresMs - aheadMs - now);
      return {
        state: { status: 'ready', reason: '', attempt: 0 },
        effects: [{ type: 'check-after', afterMs }, ...(state.status === 'ready' ? [] : [{ type: 'report' } as const])],
      };
    }
    case 'failed': {
      const status = message.terminal ? 'login-required' : 'failing';
      const afterMs = message.terminal ? loginCheckMs : Math.min(retryMsMax, retryMsMin * 2 ** state.attempt);
      return {
        state: { status, reason: message.reason, attempt: Math.min(state.attempt + 1, 10) },
        effects: [{ type: 'check-after', afterMs }, ...(state.status === status ? [] : [{ type: 'report' } as const])],
      };
    }
  }
};

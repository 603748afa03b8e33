import { type Clock, type EpochMs, epochMs } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';
import type { WireToken } from '../wire/index.ts';
import { refreshPause } from './refresh-pause.ts';
import { isNewerLogin, loginLifeMs, type StoredToken, type TokenStore } from './token-store.ts';

export interface TokenKeeperOptions {
  readonly store: TokenStore;
  readonly clock: Clock;
  /** Trades a refresh token for a new access token; see `refreshToken`. */
  readonly refresh: (refreshToken: string) => Promise<WireToken>;
}

export interface TokenKeeper {
  /** An access token good for five minutes more; refreshed first if need be. */
  accessToken(): Promise<string>;
  /** Looks whether somebody logged in anew since the login in hand was stored, and takes that one over. */
  takeNewer(): Promise<void>;
  /** The server refused this token although its time is not up: the next call refreshes, unless another one did already. */
  invalidate(accessToken: string): void;
  /** When the token in hand expires; null before the first call. */
  expiresMs(): EpochMs | null;
  /** When the login itself ends, which only a person's new one moves; null while that is unknown. */
  loginExpiresMs(): EpochMs | null;
}

/** A token this near its end is not handed out any more. */
const refreshAheadMs = 5 * 60_000;
/** A token refused this soon after one was replaced for the same reason is not at fault: the app may lack the product. */
const replaceEveryMs = 60_000;

/**
 * Hands out access tokens from one store. Refreshes are single-flight, since a refresh may kill the refresh token it used; the store is
 * read again before each, because a login elsewhere may have replaced it. The refresh token returned is always kept; the login's own
 * seven days are not counted anew. A refresh that failed is not repeated at once, whoever asks.
 */
export const tokenKeeper = ({ store, clock, refresh }: TokenKeeperOptions): TokenKeeper => {
  const pause = refreshPause(clock);
  let held: StoredToken | null = null;
  let refused: string | null = null;
  let refusedMs = Number.NEGATIVE_INFINITY;
  let pending: Promise<string> | null = null;

  const good = (stored: StoredToken | null): string | null => {
    const access = stored?.access ?? null;
    return access !== null && access.token !== refused && access.expiresMs - clock.now() > refreshAheadMs ? access.token : null;
  };

  const renew = async (): Promise<string> => {
    const stored = await store.read();
    if (stored === null)
      throw new SchwabError(
        'SCHWAB_LOGIN_REQUIRED',
        'There is no Schwab login yet; log in: npx gex login, or /auth/schwab/start of a hosted API',
      );
    const elsewhere = good(stored);
    if (elsewhere !== null) {
      held = stored;
      return elsewhere;
    }
    const token = await pause.unless(stored.refreshToken, () => refresh(stored.refreshToken));
    const renewed: StoredToken = {
      refreshToken: token.refresh_token,
      access: { token: token.access_token, expiresMs: epochMs(clock.now() + token.expires_in * 1000) },
      loginMs: stored.loginMs,
    };
    // Held before it is written: a full disk must not waste a token that is good for half an hour.
    held = renewed;
    const kept = await store.read().catch(() => null);
    // Somebody logged in while the refresh was under way: what came of the login before must not replace theirs.
    if (kept !== null && isNewerLogin(kept, renewed)) held = kept;
    else await store.write(renewed);
    return good(held) ?? token.access_token;
  };

  return {
    accessToken: async () => {
      const ready = good(held);
      if (ready !== null) return ready;
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    takeNewer: async () => {
      if (held === null) return;
      // What cannot be read is said when a token is needed of it.
      const kept = await store.read().catch(() => null);
      if (kept !== null && isNewerLogin(kept, held)) held = kept;
    },
    invalidate: (accessToken) => {
      if (accessToken === refused || clock.now() - refusedMs < replaceEveryMs) return;
      refused = accessToken;
      refusedMs = clock.now();
    },
    expiresMs: () => held?.access?.expiresMs ?? null,
    loginExpiresMs: () => {
      const loginMs = held?.loginMs ?? null;
      return loginMs === null ? null : epochMs(loginMs + loginLifeMs);
    },
  };
};

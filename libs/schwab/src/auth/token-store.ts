import type { EpochMs } from '@gexstream/domain';

/** What is kept of a login. */
export interface StoredToken {
  readonly refreshToken: string;
  /** Null before the first refresh. */
  readonly access: { readonly token: string; readonly expiresMs: EpochMs } | null;
  /** The interactive login, where it is known: seven days after it the refresh token dies, refreshed or not. */
  readonly loginMs: EpochMs | null;
}

/** A login serves this long, however often its token is refreshed. */
export const loginLifeMs = 7 * 24 * 3_600_000;

/** Whether `login` was made after `other`; one whose time is unknown is the oldest. */
export const isNewerLogin = (login: StoredToken, other: StoredToken): boolean => (login.loginMs ?? 0) > (other.loginMs ?? 0);

/** Where the login is kept. One writer at a time. */
export interface TokenStore {
  /** Null when there is none. Rejects with SCHWAB_TOKEN_FILE when what is there cannot be read. */
  read(): Promise<StoredToken | null>;
  /** Resolves when the token is kept whole: a crash meanwhile leaves the old one. */
  write(token: StoredToken): Promise<void>;
}

/** Keeps the login for as long as the process lives. A refresh token is enough to begin with. */
export const memoryTokenStore = (initial: Pick<StoredToken, 'refreshToken'> & Partial<StoredToken>): TokenStore => {
  let kept: StoredToken = { access: null, loginMs: null, ...initial };
  return {
    read: async () => kept,
    write: async (token) => {
      kept = token;
    },
  };
};

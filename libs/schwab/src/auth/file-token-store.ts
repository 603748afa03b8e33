import { open, readFile, rename, rm } from 'node:fs/promises';
import { type EpochMs, epochMs } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';
import type { StoredToken, TokenStore } from './token-store.ts';

/** Keeps the login in a file of schwab-py's shape, so that a file made by either serves both; mode 0600, replaced by a rename. */
export const fileTokenStore = (path: string): TokenStore => ({
  read: async () => {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
      throw new SchwabError('SCHWAB_TOKEN_FILE', `The token file ${path} cannot be read; check its owner and mode`, { cause });
    }
    return parseTokenFile(text, path);
  },
  write: async (token) => {
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(tokenFile(token), null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (cause) {
      await rm(temporary, { force: true });
      throw new SchwabError(
        'SCHWAB_TOKEN_FILE',
        `The token file ${path} cannot be written; check that its folder exists and is writable`,
        {
          cause,
        },
      );
    }
  },
});

/** schwab-py counts in seconds, and refuses a file without the login's. */
const tokenFile = ({ refreshToken, access, loginMs }: StoredToken): object => ({
  creation_timestamp: Math.floor((loginMs ?? 0) / 1000),
  token: {
    token_type: 'Bearer',
    scope: 'api',
    refresh_token: refreshToken,
    access_token: access?.token ?? '',
    expires_at: Math.floor((access?.expiresMs ?? 0) / 1000),
  },
});

const parseTokenFile = (text: string, path: string): StoredToken => {
  try {
    const file: unknown = JSON.parse(text);
    if (isTokenFile(file)) {
      const { access_token: token, expires_at: expires = 0, refresh_token: refreshToken } = file.token;
      return {
        refreshToken,
        access: token === '' ? null : { token, expiresMs: seconds(expires) },
        loginMs: file.creation_timestamp === 0 ? null : seconds(file.creation_timestamp),
      };
    }
  } catch {
    // The parser's message would quote the file, and the file is a secret.
  }
  throw new SchwabError(
    'SCHWAB_TOKEN_FILE',
    `The token file ${path} is not a token file (creation_timestamp, token.refresh_token, token.access_token); log in again`,
  );
};

const seconds = (value: number): EpochMs => epochMs(value * 1000);

interface TokenFile {
  readonly creation_timestamp: number;
  readonly token: { readonly access_token: string; readonly refresh_token: string; readonly expires_at?: number };
}

const isTokenFile = (file: unknown): file is TokenFile => {
  if (typeof file !== 'object' || file === null || !('creation_timestamp' in file) || !('token' in file)) return false;
  const { token } = file;
  if (typeof file.creation_timestamp !== 'number' || typeof token !== 'object' || token === null) return false;
  if ('expires_at' in token && typeof token.expires_at !== 'number') return false;
  return (
    'access_token' in token &&
    typeof token.access_token === 'string' &&
    'refresh_token' in token &&
    typeof token.refresh_token === 'string'
  );
};

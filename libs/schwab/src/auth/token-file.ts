import { type EpochMs, epochMs } from '@gexstream/domain/time';
import { SchwabError } from '../errors.ts';
import type { StoredToken } from './token-store.ts';

/** A login as text in schwab-py's shape, which counts in seconds and refuses a file without the login's time. */
export const tokenFileText = ({ refreshToken, access, loginMs }: StoredToken): string =>
  `${JSON.stringify(
    {
      creation_timestamp: Math.floor((loginMs ?? 0) / 1000),
      token: {
        token_type: 'Bearer',
        scope: 'api',
        refresh_token: refreshToken,
        access_token: access?.token ?? '',
        expires_at: Math.floor((access?.expiresMs ?? 0) / 1000),
      },
    },
    null,
    2,
  )}\n`;

/** Reads such a text; `name` is what an error calls it. Throws SCHWAB_TOKEN_FILE without a word of the text, which is a secret. */
export const parseTokenFile = (text: string, name: string): StoredToken => {
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
    // The parser's message would quote the text.
  }
  throw new SchwabError(
    'SCHWAB_TOKEN_FILE',
    `${name} is not a token file (creation_timestamp, token.refresh_token, token.access_token); log in again`,
  );
};

/** schwab-py writes times with a fraction where authlib gave them one. */
const seconds = (value: number): EpochMs => epochMs(Math.round(value * 1000));

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
    typeof token.refresh_token === 'string' &&
    token.refresh_token !== ''
  );
};

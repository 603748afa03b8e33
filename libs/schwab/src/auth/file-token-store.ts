import { open, readFile, rename, rm } from 'node:fs/promises';
import { SchwabError } from '../errors.ts';
import { isSealed, type TokenCipher } from './token-cipher.ts';
import { parseTokenFile, tokenFileText } from './token-file.ts';
import type { TokenStore } from './token-store.ts';

/**
 * Keeps the login in a file of schwab-py's shape, so that a file made by either serves both; mode 0600, replaced by a rename. With a
 * cipher it is written encrypted, and a plain one is still read.
 */
export const fileTokenStore = (path: string, cipher: TokenCipher | null = null): TokenStore => ({
  read: async () => {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
      throw new SchwabError('SCHWAB_TOKEN_FILE', `The token file ${path} cannot be read; check its owner and mode`, { cause });
    }
    return parseTokenFile(isSealed(text) ? opened(text, path, cipher) : text, `The token file ${path}`);
  },
  write: async (token) => {
    const text = tokenFileText(token);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(cipher === null ? text : cipher.seal(text));
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
        { cause },
      );
    }
  },
});

const opened = (text: string, path: string, cipher: TokenCipher | null): string => {
  if (cipher === null)
    throw new SchwabError(
      'SCHWAB_TOKEN_FILE',
      `The token file ${path} is encrypted; set SCHWAB_TOKEN_KEY to the key it was written with`,
    );
  const plain = cipher.open(text);
  if (plain === null)
    throw new SchwabError(
      'SCHWAB_TOKEN_FILE',
      `The token file ${path} does not open with this SCHWAB_TOKEN_KEY; set the key it was written with, or log in again`,
    );
  return plain;
};

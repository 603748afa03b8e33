import { isNewerLogin, type StoredToken, type TokenStore } from './token-store.ts';

/**
 * Keeps a login that comes from elsewhere, unless the one kept is of the same login or a newer one: after a refresh the copy in an
 * environment variable may hold a dead refresh token. Resolves to whether it was taken.
 */
export const importToken = async (store: TokenStore, token: StoredToken): Promise<boolean> => {
  const kept = await store.read();
  if (kept !== null && !isNewerLogin(token, kept)) return false;
  await store.write(token);
  return true;
};

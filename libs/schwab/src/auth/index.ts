export { fileTokenStore } from './file-token-store.ts';
export { type RefreshOptions, refreshToken } from './refresh-token.ts';
export { refreshAheadMs, type TokenKeeper, type TokenKeeperOptions, tokenKeeper } from './token-keeper.ts';
export { memoryTokenStore, type StoredToken, type TokenStore } from './token-store.ts';

export { fileTokenStore } from './file-token-store.ts';
export { refreshToken } from './refresh-token.ts';
export { type TokenKeeper, tokenKeeper } from './token-keeper.ts';
export { memoryTokenStore, type TokenStore } from './token-store.ts';

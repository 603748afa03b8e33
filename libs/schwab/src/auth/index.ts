export { exchangeCode } from './exchange-code.ts';
export { fileTokenStore } from './file-token-store.ts';
export { importToken } from './import-token.ts';
export { refreshToken } from './refresh-token.ts';
export { tokenCipher } from './token-cipher.ts';
export { parseTokenFile } from './token-file.ts';
export { type TokenKeeper, type TokenKeeperOptions, tokenKeeper } from './token-keeper.ts';
export { loginLifeMs, memoryTokenStore, type StoredToken, type TokenStore } from './token-store.ts';

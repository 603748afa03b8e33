export {
  exchangeCode,
  fileTokenStore,
  importToken,
  loginLifeMs,
  memoryTokenStore,
  parseTokenFile,
  refreshToken,
  type StoredToken,
  type TokenKeeper,
  type TokenKeeperOptions,
  type TokenStore,
  tokenCipher,
  tokenKeeper,
} from './auth/index.ts';
export { SchwabError, type SchwabErrorCode } from './errors.ts';
export { ChainFileError, readChainFile } from './files/index.ts';
export {
  type AuthorizationRequest,
  authorizationRequest,
  awaitCallback,
  isLocalCallback,
  pendingLogins,
  redirectedCode,
} from './login/index.ts';
export { chainsPath, parseChain, parseQuotes, quotesPath, type SchwabRest, schwabRest } from './rest/index.ts';
export {
  addCommands,
  type CommandQueue,
  commandRequest,
  type DecodedFrame,
  decodeFrame,
  emptyQueue,
  enqueue,
  isOverdue,
  loginRequest,
  openStreamSocket,
  redactedHead,
  removeCommands,
  requestFrame,
  type SentCommand,
  type StreamCommand,
  type StreamSocket,
  settle,
  subscribeCommands,
  takeSendable,
  withoutWaiting,
} from './stream/index.ts';
export {
  type ChainUpdates,
  chainToDomain,
  type FrameUpdate,
  frameToDomain,
  OptionColumns,
  quotesToDomain,
  type Rejected,
  type RowTimes,
  streamedOptionFields,
} from './to-domain/index.ts';

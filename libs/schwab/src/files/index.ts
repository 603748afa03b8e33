export type { ChainFile } from './chain-file.ts';
export { ChainFileError } from './chain-file-error.ts';
export { readChainFile } from './read-chain-file.ts';

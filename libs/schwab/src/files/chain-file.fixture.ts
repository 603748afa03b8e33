import { ChainFileError } from './chain-file-error.ts';
import { readChainFile } from './read-chain-file.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads a text that must be refused, and returns why. */
export const problemOf = (text: string): ChainFileError => {
  try {
    readChainFile(bytes(text), 'chain');
  } catch (error) {
    if (error instanceof ChainFileError) return error;
    throw error;
  }
  throw new Error('the file was read');
};

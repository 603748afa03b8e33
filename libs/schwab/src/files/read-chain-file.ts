import { gunzipSync } from 'node:zlib';
import { readCboeCsv } from './cboe-csv.ts';
import { readCboeJson } from './cboe-json.ts';
import type { ChainFile } from './chain-file.ts';
import { ChainFileError } from './chain-file-error.ts';
import { readSchwabChain } from './schwab-chain.ts';

/** Largest file, unpacked: the largest chain there is takes about 41 MB. */
const bytesMax = 256 * 1024 * 1024;

/**
 * Reads a whole option chain from a Cboe quotedata CSV, a Cboe delayed-quotes JSON or a saved Schwab /chains answer, gzipped or not;
 * the content tells which, `name` only serves messages. Throws `ChainFileError` with line and field rather than guess a number.
 */
export const readChainFile = (bytes: Uint8Array, name: string): ChainFile => {
  const text = decode(unpack(bytes, name), name);
  const first = /\S/.exec(text)?.[0];
  if (first === undefined) throw new ChainFileError(name, { line: 1 }, 'is empty');
  if (first !== '{' && first !== '[') return readCboeCsv(text, name);
  const root = parseJson(text, name);
  if ('callExpDateMap' in root || 'putExpDateMap' in root) return readSchwabChain(root, name);
  if ('data' in root) return readCboeJson(root, name);
  throw new ChainFileError(
    name,
    { field: 'callExpDateMap' },
    'is missing, and so is "data": neither a Schwab /chains answer nor a Cboe delayed-quotes file',
  );
};

const unpack = (bytes: Uint8Array, name: string): Uint8Array => {
  if (bytes.length > bytesMax) throw new ChainFileError(name, {}, `is larger than ${bytesMax} bytes`);
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: bytesMax });
  } catch (cause) {
    throw new ChainFileError(name, {}, `does not unpack as gzip: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

const decode = (bytes: Uint8Array, name: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ChainFileError(name, {}, 'is not UTF-8 text');
  }
};

const parseJson = (text: string, name: string): Readonly<Record<string, unknown>> => {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new ChainFileError(
      name,
      { line: lineOfFault(problem, text) },
      `is not whole JSON: ${problem.replace(/\s+/g, ' ').slice(0, 160)}`,
    );
  }
  if (typeof root === 'object' && root !== null && !Array.isArray(root)) return root as Readonly<Record<string, unknown>>;
  throw new ChainFileError(name, { line: 1 }, 'is JSON, but not an object');
};

/** The parser names a position, or the end of the input. */
const lineOfFault = (problem: string, text: string): number => {
  const position = Number(/position (\d+)/.exec(problem)?.[1] ?? text.length);
  const end = text.trimEnd().length;
  return text.slice(0, Math.min(position, end)).split('\n').length;
};

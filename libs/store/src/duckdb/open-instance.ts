import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { StoreError } from '../errors.ts';

export interface OpenInstance {
  readonly instance: DuckDBInstance;
  /** Lets go of the file. */
  close(): void;
}

/** Files this process has open: DuckDB's lock is the process's, a second instance of the same file would get it and damage the file. */
const openHere = new Set<string>();

/** Rejects with `STORE_LOCKED` where the file is open already, here or in another process, else with `STORE_FAILED`. */
export const openInstance = async (path: string, memoryLimitMb: number): Promise<OpenInstance> => {
  const inMemory = path === ':memory:';
  const file = inMemory ? path : await realFile(path);
  if (openHere.has(file)) throw locked(path, 'this process has it open already: use the store that it opened');
  if (!inMemory) openHere.add(file);
  try {
    const instance = await DuckDBInstance.create(file, settings(inMemory, memoryLimitMb));
    return {
      instance,
      close: () => {
        instance.closeSync();
        openHere.delete(file);
      },
    };
  } catch (error) {
    openHere.delete(file);
    const said = error instanceof Error ? error.message : String(error);
    if (said.includes('Could not set lock')) {
      const holder = /PID (\d+)/.exec(said)?.[1];
      throw locked(
        path,
        `process ${holder ?? '(unknown)'} has it open: stop that process, or ask it over its HTTP address`,
        error,
      );
    }
    throw new StoreError('STORE_FAILED', `cannot open the store's file ${path}: ${said}`, error);
  }
};

const settings = (inMemory: boolean, memoryLimitMb: number): Record<string, string> => ({
  memory_limit: `${memoryLimitMb}MB`,
  threads: '2',
  // Nothing is fetched from anywhere; what is used is built in.
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  // Work beyond the memory limit spills beside the file, up to this much; a store in memory has no place to spill to.
  ...(inMemory ? { temp_directory: '' } : { max_temp_directory_size: '1GB' }),
});

const locked = (path: string, why: string, cause?: unknown): StoreError =>
  new StoreError('STORE_LOCKED', `the store's file ${path} admits one opener, and ${why}`, cause);

/** The same file has one name, whatever the way to its folder. */
const realFile = async (path: string): Promise<string> => {
  try {
    return join(await realpath(dirname(path)), basename(path));
  } catch (error) {
    throw new StoreError('STORE_FAILED', `the folder of the store's file ${path} is not there: make it first`, error);
  }
};

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Database, open, type RootDatabase } from 'lmdb';
import type { TopicDeclaration } from '../bus.ts';
import { BusError } from '../errors.ts';
import { checkDiskRoom } from './disk-room.ts';

/** The tables of one log file. Keys and values of `records`, `counters` and `keys` are laid out in `record-layout.ts`. */
export interface Environment {
  readonly file: string;
  readonly readOnly: boolean;
  readonly root: RootDatabase<unknown, string>;
  readonly records: Database<Buffer, Buffer>;
  readonly counters: Database<Buffer, Buffer>;
  /** For compacted topics: where the one record of each key stands. */
  readonly keys: Database<Buffer, Buffer>;
  readonly topics: Database<StoredTopic, string>;
  /** `[group, topic, partition]` → the next offset the group will read. */
  readonly groups: Database<number, [string, string, number]>;
  readonly meta: Database<Meta, string>;
}

export interface StoredTopic {
  readonly id: number;
  readonly declaration: TopicDeclaration;
}

export type Meta = { readonly layout: number } | { readonly writerPid: number };

const layoutVersion = 1;
const readersMax = 126;

/** Opens or makes `path/log.mdb`. `mapBytes` is address space, not memory; the file grows with what it holds, and the map with it. */
export const openEnvironment = (path: string, readOnly: boolean, mapBytes: number): Environment => {
  const file = join(path, 'log.mdb');
  if (readOnly && !existsSync(file)) throw missing(file);
  if (!readOnly) mkdirSync(path, { recursive: true });
  // Every transaction is put together by `commitAs`; lmdb's own gathering of a turn's writes would only add promises that nobody can catch.
  const root = open<unknown, string>(file, {
    noSubdir: true,
    mapSize: mapBytes,
    maxDbs: 8,
    maxReaders: readersMax,
    readOnly,
    eventTurnBatching: false,
  });
  try {
    const binary = { encoding: 'binary', keyEncoding: 'binary' } as const;
    const environment: Environment = {
      file,
      readOnly,
      root,
      records: root.openDB<Buffer, Buffer>('records', binary),
      counters: root.openDB<Buffer, Buffer>('counters', binary),
      keys: root.openDB<Buffer, Buffer>('keys', binary),
      topics: root.openDB<StoredTopic, string>('topics', { encoding: 'json' }),
      groups: root.openDB<number, [string, string, number]>('groups', { encoding: 'json' }),
      // Versions let a transaction go through only while this process is still the writer.
      meta: root.openDB<Meta, string>('meta', { encoding: 'json', useVersions: true }),
    };
    checkLayout(environment);
    return environment;
  } catch (cause) {
    root.close();
    throw cause instanceof BusError ? cause : missing(file, cause);
  }
};

const checkLayout = (environment: Environment): void => {
  const stored = environment.meta.get('layout');
  if (stored === undefined && environment.readOnly) throw missing(environment.file);
  if (stored === undefined) environment.meta.putSync('layout', { layout: layoutVersion }, 1);
  else if (!('layout' in stored) || stored.layout !== layoutVersion) {
    const found = JSON.stringify(stored);
    throw new BusError(
      'BUS_UNREADABLE',
      `${environment.file} has layout ${found}, this version reads ${layoutVersion}. Use another data folder`,
    );
  }
};

/** Takes the log over: what an earlier writer still tries to write is refused from here on. Returns the version to write under. */
export const takeOver = (environment: Environment): number =>
  environment.root.transactionSync(() => {
    const version = (environment.meta.getEntry('writer')?.version ?? 0) + 1;
    environment.meta.putSync('writer', { writerPid: process.pid }, version);
    return version;
  });

/**
 * Runs `write` in one transaction, in lmdb's own thread. Resolves true once that is committed, false if another writer took over since
 * `version`. Each write inside must be passed to `inTransaction`.
 */
export const commitAs = async (environment: Environment, version: number, write: () => void): Promise<boolean> => {
  checkDiskRoom(environment.file);
  try {
    return await environment.meta.ifVersion('writer', version, write);
  } catch (error) {
    throw await commitFailure(error);
  }
};

/** lmdb gives each write a promise of its own, although all share the fate that the transaction's promise tells. */
export const inTransaction = (write: Promise<boolean>): void => {
  write.catch(() => {});
};

/** lmdb tells the reason of a failed commit by a second promise, a little later. */
const commitFailure = async (error: unknown): Promise<unknown> => {
  if (!(error instanceof Error && 'commitError' in error && error.commitError instanceof Promise)) return error;
  const reason = error.commitError.then(
    () => error,
    (why: unknown) => why,
  );
  return Promise.race([reason, nextTurn(error)]);
};

/**
 * Reads from the newest commit, and lets go of it at once: a snapshot that stays open keeps every page freed since from being used
 * again, and the file grows without bound. So `read` must return copies, and must not wait.
 */
export const inSnapshot = <T>(environment: Environment, read: () => T): T => {
  environment.root.resetReadTxn();
  try {
    return read();
  } finally {
    environment.root.resetReadTxn();
  }
};

const missing = (file: string, cause?: unknown): BusError =>
  new BusError('BUS_MISSING', `There is no log at ${file} yet. Start gexstream with this data folder first`, cause);

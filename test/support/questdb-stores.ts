import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import type { Feed } from '@gexstream/domain';
import { type Store, StoreError } from '@gexstream/store';
import { openQuestDbStore, type QuestDbStoreOptions } from '@gexstream/store/questdb';
import pg from 'pg';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { everything, type Reading, readings, start } from '../contract/store-readings.ts';
import { type QuestDbServer, type QuestDbServerOptions, questDbServer } from './servers.ts';

export interface QuestDbStores {
  /** One for all tests of the suite. */
  readonly server: QuestDbServer;
  /** Of the last `newFeed`: what `open` opens. */
  readonly feed: Feed;
  newFeed(kind?: string): Feed;
  /** Closed after the test. */
  open(change?: Partial<QuestDbStoreOptions>): Promise<Store>;
  /** A store of a new feed that knows `readings` and holds these. */
  holding(rows: readonly Reading[], change?: Partial<QuestDbStoreOptions>): Promise<Store>;
  sql(text: string, as?: { readonly user: string; readonly password: string }): Promise<Record<string, unknown>[]>;
}

/** Stores on one real QuestDB, for the suite that calls it. */
export const questDbStores = (serverOptions: QuestDbServerOptions = {}): QuestDbStores => {
  let server: QuestDbServer;
  let feeds = 0;
  let feed: Feed = 'sim';
  const opened: Store[] = [];

  beforeAll(async () => {
    server = await questDbServer(serverOptions);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });
  afterAll(() => server?.stop());

  const open = async (change: Partial<QuestDbStoreOptions> = {}): Promise<Store> => {
    const { host, httpPort, pgPort, user, password } = server;
    const store = await openQuestDbStore({ host, httpPort, pgPort, user, password, feed, clock: systemClock(), ...change });
    opened.push(store);
    return store;
  };
  const newFeed = (kind = 'sim'): Feed => {
    feeds += 1;
    feed = `${kind}-${feeds}` as Feed;
    return feed;
  };
  return {
    get server() {
      return server;
    },
    get feed() {
      return feed;
    },
    newFeed,
    open,
    holding: async (rows, change = {}) => {
      newFeed();
      const store = await open(change);
      await store.declareTables([readings]);
      await store.append(readings, rows);
      return store;
    },
    sql: async (text, as) => {
      const { host, pgPort: port, user, password } = server;
      const client = new pg.Client({ host, port, user, password, database: 'qdb', ...as });
      await client.connect();
      try {
        return (await client.query(text)).rows;
      } finally {
        await client.end();
      }
    },
  };
};

/** When the stored readings are, in ms after the first one. */
export const offsetsOf = async (store: Store): Promise<readonly number[]> =>
  (await store.range(readings, everything)).map((row) => row.at - start);

/** Repeats until it succeeds, as the history does; the codes of the failures on the way. `onFailure` hears each as it happens. */
export const repeated = async (work: () => Promise<void>, onFailure?: (code: string) => void): Promise<readonly string[]> => {
  const codes: string[] = [];
  for (;;) {
    try {
      await work();
      return codes;
    } catch (error) {
      if (!(error instanceof StoreError && error.retryable)) throw error;
      codes.push(error.code);
      onFailure?.(error.code);
      await pause(100);
    }
  }
};

import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import type { BusAdmin, BusRecord } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { historyGroup, historyTopics, startHistory } from '@gexstream/history';
import { allTables, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { allCommitted, byIdentity, openLog, outputsOf, processed } from './gex-log.ts';
import { rowsByKey } from './rows-by-key.ts';

/** What any run over the same records must end with, whatever happened on its way. */
export interface CleanRun {
  /** By topic, key and event time: the records' bytes. */
  readonly outputs: Readonly<Record<string, string>>;
  /** By table and key: the stored rows. */
  readonly rows: StoredRows;
}

export type StoredRows = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The records through the embedded way (lmdb, DuckDB), undisturbed. */
export const cleanRun = async (records: readonly BusRecord[], folder: string): Promise<CleanRun> => {
  const bus = await openLog(join(folder, 'log'));
  const store = await openDuckDbStore({ path: join(folder, 'history.duckdb') });
  await bus.publish(records);
  await processed(bus);
  const history = await startHistory({ bus, store, clock: systemClock(), log: pino({ level: 'silent' }), feed: 'sim' });
  while (!(await historyCaughtUp(bus))) await setTimeout(20);
  await history.stop();
  const run = { outputs: byIdentity(await outputsOf(bus)), rows: await storedRows(store) };
  await Promise.all([store.close(), bus.close()]);
  return run;
};

export const historyCaughtUp = (bus: BusAdmin): Promise<boolean> => allCommitted(bus, historyGroup, historyTopics);

export const storedRows = async (store: Store): Promise<StoredRows> => {
  const tables = allTables.map(async (table) => {
    const rows = await store.range(table, { from: epochMs(0), to: epochMs(8.64e15), limit: 1_000_000 });
    return [table.name, rowsByKey(table, [{ table, rows }])] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
};

import { existsSync } from 'node:fs';
import { systemClock } from '@gexstream/actors';
import type { Store, Table } from '@gexstream/store';
import { feedDefault, type Settings } from '../config.ts';
import { type LocatedFeed, locateFeed } from '../locate-feed.ts';
import { historyOverHttp } from '../operator/history-over-http.ts';
import { UsageError } from '../usage-error.ts';
import { holdFolder } from './hold-folder.ts';

export interface OpenedHistory {
  readonly store: Pick<Store, 'range'>;
  /** What the terminal says of the place. */
  readonly place: string;
  close(): Promise<void>;
}

/**
 * Tables of the history, to read: QuestDB where it is named; else the file of the data folder, or, while a process holds that (it admits one), what
 * that process gives over HTTP.
 */
export const openHistory = async (settings: Settings, tables: readonly Table[]): Promise<OpenedHistory> => {
  if (settings.questdb !== null) {
    const { openQuestDb } = await import('./open-questdb.ts');
    const feed = settings.feed ?? feedDefault;
    const store = await openQuestDb(settings, feed, tables);
    return { store, place: `QuestDB ${settings.questdb}, feed ${feed}`, close: () => store.close() };
  }
  const located = await locateFeed(settings.data, settings.feed ?? undefined);
  return located.holder === null ? openFile(located, tables) : askHolder(located, settings);
};

const openFile = async ({ folder }: LocatedFeed, tables: readonly Table[]): Promise<OpenedHistory> => {
  if (!existsSync(folder.store)) throw new UsageError(`there is no history in ${folder.path} yet; npm start makes some`);
  const lease = await holdFolder(folder, 'npx gex export', 'Run this again: it asks that one');
  try {
    const { openDuckDbStore } = await import('@gexstream/store/duckdb');
    const store = await openDuckDbStore({ path: folder.store });
    const close = async (): Promise<void> => {
      await store.close();
      await lease.release();
    };
    try {
      await store.declareTables(tables);
    } catch (error) {
      await store.close();
      throw error;
    }
    return { store, place: folder.store, close };
  } catch (error) {
    await lease.release();
    throw error;
  }
};

const askHolder = async ({ folder, holder }: LocatedFeed, { apiKeys }: Settings): Promise<OpenedHistory> => {
  const { url, pid, command } = holder!;
  if (url === null)
    throw new Error(`process ${pid} ("${command}") holds ${folder.path} and does not answer yet; try again in a moment`);
  return {
    store: historyOverHttp(url, apiKeys[0]?.text, systemClock()),
    place: `${folder.store}, asked of process ${pid} at ${url}`,
    close: async () => {},
  };
};

import { systemClock } from '@gexstream/actors';
import type { Feed } from '@gexstream/domain';
import type { Store, Table } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import type { Settings } from '../config.ts';
import { questDbAddress } from './questdb-address.ts';

/**
 * Tables of the feed in QuestDB as they are, for an operator's command, which makes none for a feed that was never there and alters none that a
 * running app uses. What the server refuses is an error, not a dead letter.
 */
export const openQuestDb = async (settings: Settings, feed: Feed, tables: readonly Table[]): Promise<Store> => {
  const store = await openQuestDbStore({ ...questDbAddress(settings), feed, clock: systemClock(), looksOnly: true });
  try {
    await store.declareTables(tables);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

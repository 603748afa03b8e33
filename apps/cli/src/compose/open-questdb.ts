import { systemClock } from '@gexstream/actors';
import type { Feed } from '@gexstream/domain';
import { allTables, type Store } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import type { Settings } from '../config.ts';
import { questDbAddress } from './questdb-address.ts';

/** The feed's history in QuestDB for an operator's command: what it refuses is an error, not a dead letter. */
export const openQuestDb = async (settings: Settings, feed: Feed): Promise<Store> => {
  const store = await openQuestDbStore({ ...questDbAddress(settings), feed, clock: systemClock() });
  try {
    await store.declareTables(allTables);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

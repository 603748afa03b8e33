import { systemClock } from '@gexstream/actors';
import { allTopics } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { allTables } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import type { Logger } from 'pino';
import { type DataFolder, makeFolder } from '../data-folder.ts';
import type { Backbone } from './backbone.ts';
import { holdFolder } from './hold-folder.ts';
import { Shutdown } from './shutdown.ts';

const noneQuarantined = Object.fromEntries(allTables.map(({ name }) => [name, 0]));

/** The lmdb log and the DuckDB file of a data folder, held by this process alone. Rejects naming who holds it already. */
export const embeddedBackbone = async (folder: DataFolder, command: string, log: Logger): Promise<Backbone> => {
  const clock = systemClock();
  makeFolder(folder);
  const lease = await holdFolder(folder, command, 'Stop that one, or give this one --data FOLDER and --port PORT');
  const shutdown = new Shutdown();
  shutdown.add('lease', () => lease.release());
  try {
    const bus = await openLmdbBus({ path: folder.log, clock });
    shutdown.add('bus', () => bus.close());
    await bus.declareTopics(allTopics);
    const store = await openDuckDbStore({ path: folder.store });
    shutdown.add('store', () => store.close());
    return {
      bus,
      store,
      kafka: null,
      // DuckDB takes a batch or says why not; it puts nothing aside.
      quarantinedRows: () => noneQuarantined,
      description: `${folder.path}   (log: lmdb, history: DuckDB)`,
      announce: async (url) => lease.update({ url }),
      close: () => shutdown.run(log),
    };
  } catch (error) {
    await shutdown.run(log);
    throw error;
  }
};

import { systemClock } from '@gexstream/actors';
import { apiKeySha256, startApi } from '@gexstream/api';
import { allTopics } from '@gexstream/bus';
import { type Lease, openLmdbBus } from '@gexstream/bus/lmdb';
import { startGex } from '@gexstream/gex';
import { startHistory } from '@gexstream/history';
import { startIngest } from '@gexstream/ingest';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import type { DataFolder } from '../data-folder.ts';
import type { FeedAccess } from './feed-access.ts';
import { Shutdown } from './shutdown.ts';

export interface Running {
  readonly url: string;
  /** Rejects when a part cannot go on. */
  readonly failed: Promise<never>;
  /** Stops what makes data first and what keeps it last. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Everything in one process: feed → ingest → market → gex → levels, cells → history and api, on the lmdb log and the DuckDB store. Only
 * this file and the apps' own mains know the adapters.
 */
export const startEmbedded = async (
  config: StartConfig,
  folder: DataFolder,
  lease: Lease,
  feedAccess: FeedAccess,
  log: Logger,
): Promise<Running> => {
  const wall = systemClock();
  const shutdown = new Shutdown();
  try {
    shutdown.add('lease', async () => lease.release());
    const bus = await openLmdbBus({ path: folder.log, clock: wall });
    shutdown.add('bus', () => bus.close());
    await bus.declareTopics(allTopics);
    const store = await openDuckDbStore({ path: folder.store });
    shutdown.add('store', () => store.close());

    const history = await startHistory({ bus, store, clock: wall, log: log.child({ app: 'history' }), feed: folder.feed });
    shutdown.add('history', () => history.stop());
    const gex = await startGex({ bus, clock: wall, log: log.child({ app: 'gex' }), carry: config.carry });
    shutdown.add('gex', () => gex.stop());
    const feed = await feedAccess.open();
    shutdown.add('feed', () => feed.close());
    const ingest = await startIngest({ bus, clock: feed.clock, log: log.child({ app: 'ingest' }), config: feed.ingest });
    const api = await startApi({
      bus,
      store,
      clock: wall,
      log: log.child({ app: 'api' }),
      feed: folder.feed,
      config: {
        host: config.host,
        port: config.port,
        apiKeys: config.apiKeys.map((key, index) => ({ name: `GEX_API_KEYS ${index + 1}`, sha256: apiKeySha256(key) })),
      },
      components: () => ({ ingest: ingest.status(), gex: gex.status(), history: history.status() }),
    });
    shutdown.add('api', () => api.stop());
    shutdown.add('ingest', () => ingest.stop());
    lease.update({ url: api.url });
    return {
      url: api.url,
      failed: Promise.race([history.done, gex.done, ingest.done, api.done].map(endedEarly)),
      stop: () => shutdown.run(log),
    };
  } catch (error) {
    await shutdown.run(log);
    throw error;
  }
};

/** An app that is done before it was stopped has failed too. */
const endedEarly = async (done: Promise<void>): Promise<never> => {
  await done;
  return new Promise<never>(() => {});
};

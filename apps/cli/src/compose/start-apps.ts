import { systemClock } from '@gexstream/actors';
import { apiKeySha256, startApi } from '@gexstream/api';
import type { Feed } from '@gexstream/domain';
import { startGex } from '@gexstream/gex';
import { startHistory } from '@gexstream/history';
import { startIngest } from '@gexstream/ingest';
import type { Store } from '@gexstream/store';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import type { Backbone } from './backbone.ts';
import type { FeedAccess } from './feed-access.ts';
import { Shutdown } from './shutdown.ts';

export const appNames = ['ingest', 'gex', 'history', 'api'] as const;
export type AppName = (typeof appNames)[number];

export interface Running {
  /** Of the API and the page; null where it does not run here. */
  readonly url: string | null;
  /** Rejects when a part cannot go on. */
  readonly failed: Promise<never>;
  /** Stops what makes data first and what keeps it last, the backbone included. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StartAppsOptions {
  readonly apps: readonly AppName[];
  readonly config: StartConfig;
  readonly feed: Feed;
  readonly backbone: Backbone;
  /** Needed for ingest. */
  readonly feedAccess: FeedAccess | null;
  readonly log: Logger;
}

/** The apps asked for, in this process, on the backbone given: feed → ingest → market → gex → levels, cells → history, api. */
export const startApps = async (options: StartAppsOptions): Promise<Running> => {
  const { config, backbone, feed, log } = options;
  const { bus } = backbone;
  const wall = systemClock();
  const runs = (app: AppName): boolean => options.apps.includes(app);
  const shutdown = new Shutdown();
  shutdown.add('backbone', () => backbone.close());
  const done: Promise<void>[] = [];
  const statuses = new Map<string, () => unknown>();

  try {
    if (runs('history')) {
      const history = await startHistory({
        bus,
        store: storeOf(backbone),
        clock: wall,
        log: log.child({ app: 'history' }),
        feed,
      });
      shutdown.add('history', () => history.stop());
      done.push(history.done);
      statuses.set('history', () => history.status());
    }
    if (runs('gex')) {
      const gex = await startGex({ bus, clock: wall, log: log.child({ app: 'gex' }), carry: config.carry });
      shutdown.add('gex', () => gex.stop());
      done.push(gex.done);
      statuses.set('gex', () => gex.status());
    }
    let stopIngest: (() => Promise<void>) | null = null;
    if (runs('ingest')) {
      const opened = await options.feedAccess!.open();
      shutdown.add('feed', () => opened.close());
      const ingest = await startIngest({ bus, clock: opened.clock, log: log.child({ app: 'ingest' }), config: opened.ingest });
      stopIngest = () => ingest.stop();
      done.push(ingest.done);
      statuses.set('ingest', () => ingest.status());
    }
    let url: string | null = null;
    if (runs('api')) {
      const api = await startApi({
        bus,
        store: storeOf(backbone),
        clock: wall,
        log: log.child({ app: 'api' }),
        feed,
        config: { host: config.host, port: config.port, apiKeys: config.apiKeys.map(namedKey) },
        components: () => Object.fromEntries([...statuses].map(([name, status]) => [name, status()])),
      });
      shutdown.add('api', () => api.stop());
      done.push(api.done);
      url = api.url;
      await backbone.announce(url);
    }
    // Added last, so that it stops first: the others then finish what it has published.
    if (stopIngest !== null) shutdown.add('ingest', stopIngest);
    return { url, failed: Promise.race(done.map(endedEarly)), stop: () => shutdown.run(log) };
  } catch (error) {
    await shutdown.run(log);
    throw error;
  }
};

const storeOf = ({ store }: Backbone): Store => {
  if (store === null) throw new Error('this app needs the history store, and the backbone was opened without one');
  return store;
};

const namedKey = (key: string, index: number) => ({ name: `GEX_API_KEYS ${index + 1}`, sha256: apiKeySha256(key) });

/** Only a failure ends the race: an app that is done has been stopped. */
const endedEarly = async (done: Promise<void>): Promise<never> => {
  await done;
  return new Promise<never>(() => {});
};

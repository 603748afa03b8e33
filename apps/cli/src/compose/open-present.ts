import { systemClock } from '@gexstream/actors';
import { lookOnce, type Present } from '@gexstream/api';
import type { Bus } from '@gexstream/bus';
import type { Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import type { DataFolder } from '../data-folder.ts';
import { embeddedBackbone } from './embedded-backbone.ts';
import type { FeedAccess } from './feed-access.ts';
import { openData } from './open-data.ts';
import { startApps } from './start-apps.ts';

/** The present of all symbols, for who wants it without a server. */
export interface OpenedPresent {
  /** The body of `/api/gex`. */
  read(): Promise<string>;
  /** Rejects when what makes it cannot go on. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

/** Outside the session levels come once a minute. */
const firstMsMax = 180_000;
const lookEveryMs = 500;

const never = new Promise<never>(() => {});

/** What a product that runs elsewhere has published. */
export const presentOfTopics = async (config: StartConfig): Promise<OpenedPresent> => {
  const { bus, feed, close } = await openData(config);
  return { read: async () => (await look(bus, feed)).gexJson, failed: never, close };
};

export interface OwnFeedOptions {
  readonly config: StartConfig;
  readonly folder: DataFolder;
  readonly access: FeedAccess;
  readonly command: string;
  readonly log: Logger;
  /** Resolves when whoever waits gives up. */
  readonly stopped: Promise<unknown>;
}

/** Runs the feed, ingest and gex on the data folder; resolves when each symbol has been computed from what came since, null when stopped before. */
export const presentOfOwnFeed = async (options: OwnFeedOptions): Promise<OpenedPresent | null> => {
  const { config, folder, access, command, log } = options;
  const backbone = await embeddedBackbone(folder, command, log);
  const running = await startApps({ apps: ['ingest', 'gex'], config, feed: folder.feed, backbone, feedAccess: access, log });
  const { bus } = backbone;
  try {
    const isThere = await Promise.race([firstOfAll(bus, folder.feed), options.stopped.then(() => false), running.failed]);
    if (isThere)
      return { read: async () => (await look(bus, folder.feed)).gexJson, failed: running.failed, close: () => running.stop() };
  } catch (error) {
    await running.stop();
    throw error;
  }
  await running.stop();
  return null;
};

/** Rejects, naming them, when some symbols are not computed in time. */
const firstOfAll = async (bus: Bus, feed: Feed): Promise<true> => {
  const clock = systemClock();
  const startedMs = clock.now();
  for (;;) {
    const { feedStatus, freshSymbols } = await look(bus, feed);
    const isNow = feedStatus !== null && feedStatus.body.wallMs >= startedMs;
    const missing = isNow
      ? feedStatus.body.symbols.map(({ underlying }) => underlying).filter((symbol) => !freshSymbols.includes(symbol))
      : null;
    if (missing?.length === 0) return true;
    if (clock.now() - startedMs > firstMsMax)
      throw new Error(
        `no levels of ${missing?.join(', ') ?? 'any symbol'} within ${firstMsMax / 1_000} s; ingest says: ${feedStatus?.body.detail ?? 'nothing'}`,
      );
    await new Promise<void>((resolve) => clock.after(lookEveryMs, resolve));
  }
};

const look = (bus: Bus, feed: Feed): Promise<Present> => lookOnce(bus, feed, systemClock());

import { systemClock } from '@gexstream/actors';
import type { Bus } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import type { Feed } from '@gexstream/domain';
import { feedDefault, type Settings } from '../config.ts';
import { type LocatedFeed, locateFeed } from '../locate-feed.ts';
import { startLog } from '../start-log.ts';
import { UsageError } from '../usage-error.ts';
import { holdFolder } from './hold-folder.ts';

/** A feed's topics as an operator's command has them. */
export interface OpenedData {
  readonly feed: Feed;
  readonly bus: Bus;
  /** What the terminal says of the place. */
  readonly place: string;
  /** The data folder and who holds it; null on Kafka. */
  readonly located: LocatedFeed | null;
  close(): Promise<void>;
}

export const clientId = 'gexstream-cli';

/**
 * To look: on Kafka where it is named, else in the data folder, beside whoever writes there. Throws a `UsageError` where the feed has no
 * topics, unless that is what the command wants to tell.
 */
export const openData = async (settings: Settings, { topics = 'needed' }: { topics?: 'needed' | 'perhaps' } = {}) => {
  const opened = await openToLook(settings);
  if (topics === 'perhaps' || (await opened.bus.topics()).length > 0) return opened;
  await opened.close();
  throw new UsageError(
    `${opened.place} has no topics: --feed (GEX_FEED) names another feed, and starting ingest or npx gex topics apply makes them`,
  );
};

const openToLook = async (settings: Settings): Promise<OpenedData> => {
  if (settings.kafka !== null) return openKafkaData(settings);
  const located = await locateFeed(settings.data, settings.feed ?? undefined);
  const { folder } = located;
  const bus = await openLmdbBus({ path: folder.log, clock: systemClock(), readOnly: true });
  return { feed: folder.feed, bus, place: folder.path, located, close: () => bus.close() };
};

/** To publish and declare too. A data folder has one writer: while another process holds it, this rejects and says what to do. */
export const openDataToWrite = async (settings: Settings, command: string): Promise<OpenedData> => {
  if (settings.kafka !== null) return openKafkaData(settings);
  const located = await locateFeed(settings.data, settings.feed ?? undefined);
  const { folder } = located;
  const lease = await holdFolder(folder, command, `Stop that one, run ${command}, and start it again`);
  const bus = await openLmdbBus({ path: folder.log, clock: systemClock() }).catch(async (error: unknown) => {
    await lease.release();
    throw error;
  });
  const close = async (): Promise<void> => {
    await bus.close();
    await lease.release();
  };
  return { feed: folder.feed, bus, place: folder.path, located, close };
};

/** kafkajs: it is always there, and nothing here is hot. */
const openKafkaData = async (settings: Settings): Promise<OpenedData> => {
  const { openFeedBus } = await import('./open-feed-bus.ts');
  const feed = settings.feed ?? feedDefault;
  const bus = await openFeedBus(
    { ...settings, kafkaClient: 'kafkajs', kafkaMember: null },
    feed,
    clientId,
    startLog(settings.logLevel),
  );
  return { feed, bus, place: `Kafka ${settings.kafka!.join(',')}, feed ${feed}`, located: null, close: () => bus.close() };
};

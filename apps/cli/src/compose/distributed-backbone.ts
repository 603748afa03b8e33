import { systemClock } from '@gexstream/actors';
import { allTopics } from '@gexstream/bus';
import type { Feed } from '@gexstream/domain';
import { allTables } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import { UsageError } from '../usage-error.ts';
import type { Backbone } from './backbone.ts';
import { declareWhenReached } from './declare-when-reached.ts';
import { kafkaWatch } from './kafka-watch.ts';
import { openFeedBus } from './open-feed-bus.ts';
import { quarantine } from './quarantine.ts';
import { questDbAddress } from './questdb-address.ts';
import { Shutdown } from './shutdown.ts';

/**
 * What a process wants of QuestDB. `reads`: it can do without for a while, so one that is away keeps it neither from starting nor from going on;
 * one that refuses the password does.
 */
export type StoreUse = 'none' | 'reads' | 'needed';

/** Kafka between the apps, QuestDB behind them (where this process needs it). Topics and tables carry the feed's name. */
export const distributedBackbone = async (
  config: StartConfig,
  feed: Feed,
  clientId: string,
  use: StoreUse,
  log: Logger,
): Promise<Backbone> => {
  if (use !== 'none' && config.questdb === null)
    throw new UsageError('--questdb (QUESTDB_HOST) is missing: the host of QuestDB, such as 127.0.0.1');
  const clock = systemClock();
  const shutdown = new Shutdown();
  const kafka = kafkaWatch();
  // From the start, so that the first one is a rise.
  const quarantinedRows = Object.fromEntries(allTables.map(({ name }) => [name, 0]));
  try {
    const bus = await openFeedBus(config, feed, clientId, log, kafka.onStatistics);
    shutdown.add('bus', () => bus.close());
    await bus.declareTopics(allTopics);
    const store =
      use !== 'none'
        ? await openQuestDbStore({
            ...questDbAddress(config),
            feed,
            clock,
            log,
            mayBeAway: use === 'reads',
            onQuarantined: async ({ name }, rows, reason) => {
              await quarantine(bus, clock, log, name, rows, reason);
              quarantinedRows[name] = (quarantinedRows[name] ?? 0) + rows.length;
            },
          })
        : null;
    if (store !== null) {
      shutdown.add('store', () => store.close());
      if (use === 'needed') await store.declareTables(allTables);
      else shutdown.add('tables', declareWhenReached(store, clock, log));
    }
    return {
      bus,
      store,
      kafka,
      quarantinedRows: () => quarantinedRows,
      description: `Kafka ${config.kafka!.join(',')}${use !== 'none' ? `, QuestDB ${config.questdb}` : ''}   (topics and tables of feed ${feed})`,
      announce: async () => {},
      close: () => shutdown.run(log),
    };
  } catch (error) {
    await shutdown.run(log);
    throw error;
  }
};

import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, retryPassing, topic } from '@gexstream/bus';
import { openKafkaBus } from '@gexstream/bus/kafka';
import type { Feed } from '@gexstream/domain';
import { allTables } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import { readSecretFile } from '../read-secret-file.ts';
import { UsageError } from '../usage-error.ts';
import type { Backbone } from './backbone.ts';
import { kafkaAccess } from './kafka-access.ts';
import { kafkaWatch } from './kafka-watch.ts';
import { Shutdown } from './shutdown.ts';

/** Kafka between the apps, QuestDB behind them (where this process needs it). Topics and tables carry the feed's name. */
export const distributedBackbone = async (
  config: StartConfig,
  feed: Feed,
  clientId: string,
  withStore: boolean,
  log: Logger,
): Promise<Backbone> => {
  if (config.kafka === null)
    throw new UsageError('--kafka (KAFKA_BROKERS) is missing: host:port of some brokers, such as 127.0.0.1:9092');
  if (withStore && config.questdb === null)
    throw new UsageError('--questdb (QUESTDB_HOST) is missing: the host of QuestDB, such as 127.0.0.1');
  const clock = systemClock();
  const shutdown = new Shutdown();
  const kafka = kafkaWatch();
  try {
    const bus = await openKafkaBus({
      client: config.kafkaClient,
      brokers: config.kafka,
      clientId,
      feed,
      clock,
      log,
      onStatistics: kafka.onStatistics,
      ...kafkaAccess(config),
    });
    shutdown.add('bus', () => bus.close());
    await bus.declareTopics(allTopics);
    const store = withStore
      ? await openQuestDbStore({
          ...questDbAddress(config.questdb!),
          pgPort: config.questdbPgPort,
          user: config.questdbUser,
          password: questDbPassword(config),
          feed,
          clock,
          log,
          onQuarantined: (table, rows, reason) => quarantine(bus, log, table.name, rows, reason),
        })
      : null;
    if (store !== null) {
      shutdown.add('store', () => store.close());
      await store.declareTables(allTables);
    }
    return {
      bus,
      store,
      kafka,
      description: `Kafka ${config.kafka.join(',')}${withStore ? `, QuestDB ${config.questdb}` : ''}   (topics and tables of feed ${feed})`,
      announce: async () => {},
      close: () => shutdown.run(log),
    };
  } catch (error) {
    await shutdown.run(log);
    throw error;
  }
};

/** Rows that QuestDB refuses for good are kept where every other unreadable thing is, with the reason; the rest of their batch is stored. */
const quarantine = (bus: Bus, log: Logger, table: string, rows: readonly unknown[], reason: string): Promise<void> => {
  log.error({ table, rows: rows.length, reason }, 'rows refused by the store; kept in dead-letters');
  const value = new TextEncoder().encode(JSON.stringify({ table, reason, rows }));
  const clock = systemClock();
  const letter = { topic: topic.deadLetters.name, key: table, value, timestampMs: clock.now() };
  return retryPassing(() => bus.publish([letter]), {
    clock,
    onFailure: (error) => log.warn({ err: error }, 'dead letter not published; tried again'),
  });
};

const questDbAddress = (text: string): { readonly host: string; readonly httpPort: number } => {
  const [host, httpPort] = text.split(':');
  return { host: host!, httpPort: Number(httpPort ?? 9000) };
};

/** The one that was given; on this machine also the one that the launcher made. */
const questDbPassword = ({ questdb, questdbPassword, questdbPasswordFile }: StartConfig): string => {
  if (questdbPassword !== null) return questdbPassword;
  const local = /^(127\.|localhost)/.test(questdb!);
  const file = questdbPasswordFile ?? (local ? join(process.env.GEX_INFRA || 'data/infra', 'questdb', 'password') : null);
  if (file === null) throw new UsageError('QuestDB wants a password: set QUESTDB_PASSWORD_FILE (or QUESTDB_PASSWORD)');
  return readSecretFile(file, 'QuestDB wants a password', 'set QUESTDB_PASSWORD_FILE or QUESTDB_PASSWORD');
};

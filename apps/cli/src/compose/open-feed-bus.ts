import { systemClock } from '@gexstream/actors';
import type { Bus } from '@gexstream/bus';
import { type KafkaBusOptions, openKafkaBus } from '@gexstream/bus/kafka';
import type { Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { Settings } from '../config.ts';
import { UsageError } from '../usage-error.ts';
import { kafkaAccess } from './kafka-access.ts';

/** How the settings reach Kafka. Throws a `UsageError` for what is missing. */
export const kafkaOptions = (settings: Settings, feed: Feed, clientId: string, log: Logger): KafkaBusOptions => {
  if (settings.kafka === null)
    throw new UsageError('--kafka (KAFKA_BROKERS) is missing: host:port of some brokers, such as 127.0.0.1:9092');
  return {
    brokers: settings.kafka,
    clientId,
    feed,
    clock: systemClock(),
    log,
    ...(settings.kafkaMember === null ? {} : { memberName: settings.kafkaMember }),
    ...kafkaAccess(settings),
  };
};

/** The feed's topics on Kafka. */
export const openFeedBus = (
  settings: Settings,
  feed: Feed,
  clientId: string,
  log: Logger,
  onStatistics?: KafkaBusOptions['onStatistics'],
): Promise<Bus> =>
  openKafkaBus({
    client: settings.kafkaClient,
    ...kafkaOptions(settings, feed, clientId, log),
    ...(onStatistics === undefined ? {} : { onStatistics }),
  });

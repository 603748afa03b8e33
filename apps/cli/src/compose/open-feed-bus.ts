import { systemClock } from '@gexstream/actors';
import type { Bus } from '@gexstream/bus';
import { type KafkaBusOptions, openKafkaBus } from '@gexstream/bus/kafka';
import type { Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { Settings } from '../config.ts';
import { UsageError } from '../usage-error.ts';

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
    ...(settings.kafkaTls === 'on' ? { tls: true as const } : {}),
    ...sasl(settings),
  };
};

/** The feed's topics on Kafka. */
export const openFeedBus = (settings: Settings, feed: Feed, clientId: string, log: Logger): Promise<Bus> =>
  openKafkaBus({ client: settings.kafkaClient, ...kafkaOptions(settings, feed, clientId, log) });

const sasl = ({ kafkaSaslMechanism: mechanism, kafkaSaslUsername: username, kafkaSaslPassword: password }: Settings) => {
  if (mechanism === null) return {};
  if (username === null || password === null)
    throw new UsageError('KAFKA_SASL_MECHANISM is set: KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are needed too');
  return { sasl: { mechanism, username, password } };
};

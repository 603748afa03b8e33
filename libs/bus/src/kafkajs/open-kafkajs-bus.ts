import type { Bus } from '../bus.ts';
import { openKafka } from '../kafka/kafka-bus.ts';
import { type KafkaBusOptions, noLog } from '../kafka/options.ts';
import { kafkaJsConsumer } from './consumer.ts';
import { kafkaJsProducer } from './producer.ts';

/**
 * The bus on Kafka in plain JavaScript: runs wherever Node runs. Its groups are classic. Rejects with `BUS_TIMEOUT` when no broker
 * answers, `BUS_REJECTED` when they refuse.
 */
export const openKafkaJsBus = (options: KafkaBusOptions): Promise<Bus> => {
  const { memberName, log = noLog } = options;
  if (memberName !== undefined)
    log.warn({ memberName }, 'kafkajs has no members by name: after a SIGKILL partitions wait for the session to end');
  return openKafka(options, () => ({
    producer: kafkaJsProducer(options),
    consumer: (wanted, admin, sink) => kafkaJsConsumer(options, wanted, admin, sink),
  }));
};

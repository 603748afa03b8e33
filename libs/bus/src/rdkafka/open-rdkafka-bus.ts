import type { Bus } from '../bus.ts';
import { openKafka } from '../kafka/kafka-bus.ts';
import type { KafkaBusOptions } from '../kafka/options.ts';
import { rdkafkaConsumer } from './consumer.ts';
import { loadNative } from './native.ts';
import { rdkafkaProducer } from './producer.ts';

/**
 * The bus on Kafka with librdkafka on the hot paths; administration and reading of ranges go through kafkajs. Rejects with
 * `BUS_NATIVE_MISSING` when it is not built, `BUS_TIMEOUT` when no broker answers, `BUS_REJECTED` when they refuse.
 */
export const openRdkafkaBus = async (options: KafkaBusOptions): Promise<Bus> => {
  const native = loadNative();
  return openKafka(options, () => ({
    producer: rdkafkaProducer(native, options),
    consumer: (wanted, admin, sink) => rdkafkaConsumer(native, options, wanted, admin, sink),
  }));
};

export { type BrokerReport, inspectKafka, type KafkaReport } from './inspect.ts';
export { type KafkaClientChoice, openKafkaBus } from './open-kafka-bus.ts';
export type { KafkaBusOptions, KafkaLog, KafkaSasl, KafkaStatistics, KafkaTls } from './options.ts';

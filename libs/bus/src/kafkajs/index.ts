export type { KafkaBusOptions, KafkaLog, KafkaSasl, KafkaStatistics, KafkaTls } from '../kafka/options.ts';
export { openKafkaJsBus } from './open-kafkajs-bus.ts';
export { quietRequestQueue } from './quiet-request-queue.ts';

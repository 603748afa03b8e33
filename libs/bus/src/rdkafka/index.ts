export type { KafkaBusOptions, KafkaLog, KafkaSasl, KafkaStatistics, KafkaTls } from '../kafka/options.ts';
export { loadNative } from './native.ts';
export { openRdkafkaBus } from './open-rdkafka-bus.ts';

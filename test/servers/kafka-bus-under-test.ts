import { systemClock } from '@gexstream/actors';
import type { Bus } from '@gexstream/bus';
import { type KafkaBusOptions, openKafkaJsBus } from '@gexstream/bus/kafkajs';
import { openRdkafkaBus } from '@gexstream/bus/rdkafka';

export interface KafkaWay {
  readonly client: 'kafkajs' | 'rdkafka';
  readonly groupProtocol: 'classic' | 'consumer';
}

/** Both clients with every group protocol they know. */
export const ways: readonly KafkaWay[] = [
  { client: 'kafkajs', groupProtocol: 'classic' },
  { client: 'rdkafka', groupProtocol: 'consumer' },
  { client: 'rdkafka', groupProtocol: 'classic' },
];

export const openWay = (
  { client, groupProtocol }: KafkaWay,
  bootstrap: string,
  feed: KafkaBusOptions['feed'],
  more: Partial<KafkaBusOptions> = {},
): Promise<Bus> => {
  const brokers = bootstrap.split(',');
  const options = { brokers, clientId: 'contract', feed, clock: systemClock(), groupProtocol, ...more };
  return client === 'kafkajs' ? openKafkaJsBus(options) : openRdkafkaBus(options);
};

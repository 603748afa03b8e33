import type { Bus } from '../bus.ts';
import { BusError } from '../errors.ts';
import { openKafkaJsBus } from '../kafkajs/open-kafkajs-bus.ts';
import { openRdkafkaBus } from '../rdkafka/open-rdkafka-bus.ts';
import { type KafkaBusOptions, noLog } from './options.ts';

export interface KafkaClientChoice {
  /** `auto`: node-rdkafka where it is built, else kafkajs, said once in the log. All members of a group must come to the same choice. */
  readonly client: 'auto' | 'rdkafka' | 'kafkajs';
}

let said = false;

export const openKafkaBus = async ({ client, ...options }: KafkaBusOptions & KafkaClientChoice): Promise<Bus> => {
  if (client === 'kafkajs') return openKafkaJsBus(options);
  try {
    return await openRdkafkaBus(options);
  } catch (error) {
    if (client === 'rdkafka' || !(error instanceof BusError && error.code === 'BUS_NATIVE_MISSING')) throw error;
    if (!said) (options.log ?? noLog).warn({ code: error.code }, error.message);
    said = true;
    return openKafkaJsBus(options);
  }
};

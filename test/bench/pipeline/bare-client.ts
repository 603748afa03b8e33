import type { BusRecord } from '@gexstream/bus';
import { quietRequestQueue } from '@gexstream/bus/kafkajs';
import type { WorkerOptions } from './worker.ts';
import { topicNameOf } from './worker.ts';

/** A client library by itself, as its documentation says to use it: what the pipeline is compared with. */
export interface BareProducer {
  /** Resolves when all are acknowledged. */
  send(records: readonly BusRecord[]): Promise<void>;
  close(): Promise<void>;
}

export const bareProducer = (options: WorkerOptions): Promise<BareProducer> =>
  options.client === 'rdkafka' ? nativeProducer(options) : kafkaJsProducer(options);

/** From the beginning of all partitions; `onValues` gets what came together. Resolves when it has begun. */
export const bareConsumer = (options: WorkerOptions, partitions: number, onValues: OnValues): Promise<void> =>
  options.client === 'rdkafka' ? nativeConsumer(options, partitions, onValues) : kafkaJsConsumer(options, onValues);

export type OnValues = (values: readonly (Uint8Array | null)[]) => void;

interface SentCall {
  readonly reported: (error: unknown) => void;
}

const nativeProducer = async (options: WorkerOptions): Promise<BareProducer> => {
  const { default: rdkafka } = await import('node-rdkafka');
  const settings = { 'metadata.broker.list': options.brokers.join(','), 'enable.idempotence': true, 'linger.ms': 0 };
  const producer = new rdkafka.Producer({ ...settings, 'queue.buffering.max.messages': 2_000_000, dr_cb: true });
  await new Promise<void>((resolve, reject) => producer.connect({}, (error) => (error ? reject(error) : resolve())));
  producer.on('delivery-report', (error, { opaque }) => (opaque as SentCall).reported(error));
  producer.setPollInterval(1);
  const name = topicNameOf(options);
  return {
    send: async (records) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      let open = records.length;
      const reported: SentCall['reported'] = (error) => {
        open -= 1;
        if (error) reject(error);
        else if (open === 0) resolve();
      };
      for (const { value, key, partition, timestampMs } of records)
        producer.produce(name, partition!, asBuffer(value!), key, timestampMs, { reported } satisfies SentCall);
      await promise;
    },
    close: () => new Promise((resolve) => producer.disconnect(() => resolve())),
  };
};

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

const kafkaJs = async ({ brokers }: WorkerOptions) => {
  const { Kafka, logLevel } = (await import('kafkajs')).default;
  quietRequestQueue();
  return new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
};

/** Of one request. */
const recordsMax = 200;

const kafkaJsProducer = async (options: WorkerOptions): Promise<BareProducer> => {
  const producer = (await kafkaJs(options)).producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const name = topicNameOf(options);
  return {
    send: async (records) => {
      for (let from = 0; from < records.length; from += recordsMax) {
        const messages = records.slice(from, from + recordsMax).map(({ key, value, partition, timestampMs }) => ({
          key,
          value: asBuffer(value!),
          partition: partition!,
          timestamp: String(timestampMs),
        }));
        await producer.send({ topic: name, acks: -1, messages });
      }
    },
    close: () => producer.disconnect(),
  };
};

const nativeConsumer = async (options: WorkerOptions, partitions: number, onValues: OnValues): Promise<void> => {
  const { default: rdkafka } = await import('node-rdkafka');
  const settings = { 'metadata.broker.list': options.brokers.join(','), 'group.id': `${topicNameOf(options)}-bare` };
  const consumer = new rdkafka.KafkaConsumer({ ...settings, 'enable.auto.commit': false }, {});
  await new Promise<void>((resolve, reject) => consumer.connect({}, (error) => (error ? reject(error) : resolve())));
  consumer.assign(Array.from({ length: partitions }, (_, partition) => ({ topic: topicNameOf(options), partition, offset: 0 })));
  consumer.on('data', ({ value }) => onValues([value]));
  consumer.consume();
};

const kafkaJsConsumer = async (options: WorkerOptions, onValues: OnValues): Promise<void> => {
  const consumer = (await kafkaJs(options)).consumer({ groupId: `${topicNameOf(options)}-bare`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: topicNameOf(options), fromBeginning: true });
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => onValues(batch.messages.map(({ value }) => value)),
  });
  await joined;
};

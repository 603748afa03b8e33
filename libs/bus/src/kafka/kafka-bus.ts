import type { Bus, BusRecord, SubscribeOptions, Subscription } from '../bus.ts';
import { checkedBytes } from '../checked-record.ts';
import { BusError } from '../errors.ts';
import { type RangeReader, rangeReader } from '../kafkajs/reader.ts';
import { partitionOf } from '../murmur2.ts';
import { type KafkaAdmin, kafkaAdmin } from './admin.ts';
import { type KafkaBusOptions, statisticsEveryMs } from './options.ts';
import type { Placed, Producer } from './producer.ts';
import { type Consumer, type Sink, startSubscription } from './subscription.ts';

/** What makes an adapter of a client: the two hot paths. */
export interface KafkaClient {
  readonly producer: Producer;
  readonly consumer: (options: SubscribeOptions, admin: KafkaAdmin, sink: Sink) => Consumer;
}

/** The bus on Kafka around one client. Asks the brokers once, so that a wrong address or login is told at the start. */
export const openKafka = async (options: KafkaBusOptions, open: () => KafkaClient): Promise<Bus> => {
  const admin = kafkaAdmin(options);
  try {
    await admin.topics();
  } catch (error) {
    await admin.close().catch(() => {});
    throw error;
  }
  return kafkaBus(options, open(), admin, rangeReader(options, admin));
};

const kafkaBus = (options: KafkaBusOptions, client: KafkaClient, admin: KafkaAdmin, reader: RangeReader): Bus => {
  const { producer } = client;
  const subscriptions = new Set<Subscription>();
  let state: 'open' | 'closing' | 'closed' = 'open';
  let closed: Promise<void> | null = null;

  const checkOpen = (): void => {
    if (state === 'closed') throw new BusError('BUS_CLOSED', 'The bus on Kafka is closed. Open it again');
  };

  const stopStatistics =
    options.onStatistics === undefined
      ? () => {}
      : options.clock.every(statisticsEveryMs, () => {
          const { records: queuedRecords, bytes: queuedBytes } = producer.queued();
          options.onStatistics?.({ client: 'producer', group: null, queuedRecords, queuedBytes, lag: [] });
        });

  const place = (records: readonly BusRecord[]): { readonly placed: readonly Placed[]; readonly bytes: number } => {
    let bytes = 0;
    const placed = records.map((record) => {
      const topic = admin.knownTopic(record.topic)!;
      bytes += checkedBytes(record, topic);
      return { ...record, partition: record.partition ?? partitionOf(record.key, topic.partitions) };
    });
    return { placed, bytes };
  };

  const publish = async (records: readonly BusRecord[]): Promise<void> => {
    checkOpen();
    if (records.length === 0) return;
    // Not awaited when all are known: calls keep their order.
    const unknown = records.find(({ topic }) => admin.knownTopic(topic) === undefined);
    if (unknown !== undefined) {
      for (const { topic } of records) await admin.topic(topic);
      checkOpen();
    }
    const { placed, bytes } = place(records);
    await producer.publish(placed, bytes);
  };

  const subscribe = async (wanted: SubscribeOptions): Promise<Subscription> => {
    checkOpen();
    if (state !== 'open') throw new BusError('BUS_CLOSED', 'The bus on Kafka is being closed');
    for (const topic of wanted.topics) await admin.topic(topic);
    const holder: { subscription?: Subscription } = {};
    const subscription = await startSubscription({
      bus: options,
      options: wanted,
      admin,
      consumer: (sink) => client.consumer(wanted, admin, sink),
      left: () => {
        if (holder.subscription !== undefined) subscriptions.delete(holder.subscription);
      },
    });
    holder.subscription = subscription;
    subscriptions.add(subscription);
    if (state === 'open') return subscription;
    await subscription.close();
    throw new BusError('BUS_CLOSED', 'The bus on Kafka was closed meanwhile');
  };

  const close = async (): Promise<void> => {
    state = 'closing';
    stopStatistics();
    // Running batches may still publish and commit.
    await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    state = 'closed';
    await producer.close();
    await Promise.all([reader.close(), admin.close()]);
  };

  const ifOpen = async <T>(ask: () => Promise<T>): Promise<T> => {
    checkOpen();
    return ask();
  };

  return {
    publish,
    subscribe,
    declareTopics: (topics) => ifOpen(() => admin.declare(topics)),
    inspectTopics: (topics) => ifOpen(() => admin.inspect(topics)),
    topics: () => ifOpen(() => admin.topics()),
    offsets: (topic) => ifOpen(() => admin.offsets(topic)),
    groups: () => ifOpen(() => admin.groups()),
    committed: (group) => ifOpen(() => admin.committed(group)),
    read: (topic, partition, from, to, limit) => ifOpen(() => reader.read(topic, partition, from, to, limit)),
    close() {
      closed ??= close();
      return closed;
    },
  };
};

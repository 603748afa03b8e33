import { type Batch, type Bus, type BusRecord, type StoredRecord, type SubscribeOptions, topic } from '@gexstream/bus';

/** A bus in memory, one partition per topic, for what the API needs of one. */
export const memoryBus = () => {
  const logs = new Map<string, StoredRecord[]>();
  const subscribers = new Set<SubscribeOptions>();
  const failures = new Map<SubscribeOptions, (cause: unknown) => void>();
  const logOf = (name: string): StoredRecord[] => {
    const log = logs.get(name) ?? [];
    logs.set(name, log);
    return log;
  };
  const deliver = async (options: SubscribeOptions, records: readonly StoredRecord[]): Promise<void> => {
    const [first] = records;
    if (first === undefined) return;
    const batch: Batch = { topic: first.topic, partition: 0, records, endOffset: logOf(first.topic).length };
    await options.onBatch(batch, async () => {});
  };
  const bus: Bus = {
    publish: async (records: readonly BusRecord[]) => {
      for (const record of records) {
        const log = logOf(record.topic);
        const stored = { ...record, partition: 0, offset: log.length };
        log.push(stored);
        for (const options of subscribers) if (options.topics.includes(record.topic)) await deliver(options, [stored]);
      }
    },
    subscribe: async (options) => {
      subscribers.add(options);
      for (const name of options.topics) if (options.start === 'earliest') await deliver(options, [...logOf(name)]);
      let close = (): void => {};
      const done = new Promise<void>((resolve, reject) => {
        close = resolve;
        failures.set(options, reject);
      });
      return {
        done,
        close: async () => {
          subscribers.delete(options);
          close();
        },
      };
    },
    declareTopics: async () => {},
    inspectTopics: async () => [],
    topics: async () => [],
    offsets: async (name) => [{ topic: name, partition: 0, start: 0, end: logOf(name).length }],
    groups: async () => ['gex'],
    committed: async (group) => (group === 'gex' ? [{ topic: topic.market.name, partition: 0, offset: 1 }] : []),
    read: async (name, _partition, from, to, limit) => logOf(name).slice(from, to).slice(0, limit),
    close: async () => {},
  };
  const fail = (cause: unknown): void => {
    for (const reject of failures.values()) reject(cause);
  };
  return { bus, fail };
};

import type { PartitionOffsets, StoredRecord, TopicPartition } from '../bus.ts';
import { BusError } from '../errors.ts';
import { type Environment, inSnapshot, type StoredTopic } from './environment.ts';
import { type Counters, decodeCounters, decodeRecord, offsetOf, partitionKey, recordKey } from './record-layout.ts';

/** What can be learned from a log by any process: each call sees the newest commit and holds on to nothing. */
export interface LogReader {
  topic(name: string): StoredTopic;
  topics(): readonly StoredTopic[];
  counters(topic: StoredTopic, partition: number): Counters;
  offsets(topic: StoredTopic): readonly PartitionOffsets[];
  /** Records of `[from, to)`, stopping at `recordsMax` or behind the one that passes `bytesMax`. */
  records(topic: StoredTopic, partition: number, from: number, to: number, recordsMax: number, bytesMax: number): StoredRecord[];
  groups(): readonly string[];
  committed(group: string): readonly (TopicPartition & { readonly offset: number })[];
}

export const logReader = (environment: Environment): LogReader => {
  const counters = (topic: StoredTopic, partition: number): Counters =>
    decodeCounters(environment.counters.get(partitionKey(topic.id, partition)));

  return {
    topic(name) {
      const found = inSnapshot(environment, () => environment.topics.get(name));
      if (found === undefined)
        throw new BusError('BUS_UNKNOWN_TOPIC', `There is no topic "${name}". Declare it before it is used`);
      return found;
    },

    topics: () => inSnapshot(environment, () => [...environment.topics.getRange()].map((row) => row.value)),

    counters: (topic, partition) => inSnapshot(environment, () => counters(topic, partition)),

    offsets: (topic) =>
      inSnapshot(environment, () =>
        Array.from({ length: topic.declaration.partitions }, (_, partition) => {
          const { start, end } = counters(topic, partition);
          return { topic: topic.declaration.name, partition, start, end };
        }),
      ),

    records: (topic, partition, from, to, recordsMax, bytesMax) =>
      inSnapshot(environment, () => {
        const { start, end } = counters(topic, partition);
        const first = recordKey(topic.id, partition, Math.max(from, start));
        const last = recordKey(topic.id, partition, Math.max(Math.min(to, end), 0));
        const records: StoredRecord[] = [];
        let bytes = 0;
        for (const { key, value } of environment.records.getRange({ start: first, end: last, limit: recordsMax })) {
          records.push(decodeRecord(topic.declaration.name, partition, offsetOf(key), value));
          bytes += value.length;
          if (bytes >= bytesMax) break;
        }
        return records;
      }),

    groups: () => inSnapshot(environment, () => [...new Set([...environment.groups.getKeys()].map(([group]) => group))]),

    committed: (group) =>
      inSnapshot(environment, () =>
        [...environment.groups.getRange({ start: [group, '', 0], end: [`${group}\u0000`, '', 0] })]
          .filter(({ key }) => key[0] === group)
          .map(({ key, value }) => ({ topic: key[1], partition: key[2], offset: value })),
      ),
  };
};

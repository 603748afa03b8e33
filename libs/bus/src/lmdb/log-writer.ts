import type { BusRecord, TopicDeclaration } from '../bus.ts';
import { checkedBytes } from '../checked-record.ts';
import { BusError } from '../errors.ts';
import { partitionOf } from '../murmur2.ts';
import { commitQueue } from './commit-queue.ts';
import { commitAs, type Environment, inSnapshot, inTransaction, type StoredTopic, takeOver } from './environment.ts';
import { type PartitionLog, partitionLog } from './partition-log.ts';
import { encodedKey, encodeRecord } from './record-layout.ts';
import { changedTopics } from './topic-changes.ts';

export interface WritableTopic {
  readonly topic: StoredTopic;
  readonly partitions: readonly PartitionLog[];
}

/** The one writer of a log. It keeps every partition's counters in memory and writes them in the transaction that changes them. */
export interface LogWriter {
  append(records: readonly BusRecord[]): Promise<void>;
  commit(group: string, topic: string, partition: number, next: number): Promise<void>;
  declare(topics: readonly TopicDeclaration[]): Promise<void>;
  topics(): readonly WritableTopic[];
  /** Changes these partitions in one transaction: retention. */
  change(partitions: readonly PartitionLog[], write: () => void): Promise<void>;
  /** Resolves when what was submitted is settled: false if the last of it was lost. */
  close(): Promise<boolean>;
}

export const logWriter = (environment: Environment, committed: () => void): LogWriter => {
  const version = takeOver(environment);
  const changed = new Set<PartitionLog>();
  let topics = loadTopics(environment);
  let lastIsLost = false;

  const queue = commitQueue({
    file: environment.file,
    commit: (write) => commitAs(environment, version, write),
    beforeCommit: () => {
      for (const partition of changed) partition.writeCounters();
      changed.clear();
    },
    committed: () => {
      lastIsLost = false;
      committed();
    },
    lost: () => {
      lastIsLost = true;
      changed.clear();
      topics = loadTopics(environment);
    },
  });

  const topicOf = (name: string): WritableTopic => {
    const found = topics.get(name);
    if (found === undefined) throw new BusError('BUS_UNKNOWN_TOPIC', `There is no topic "${name}". Declare it before it is used`);
    return found;
  };

  const write = (record: BusRecord): void => {
    const { topic, partitions } = topicOf(record.topic);
    const partition = partitions[record.partition ?? partitionOf(record.key, topic.declaration.partitions)]!;
    const keyBytes = encodedKey(record);
    const encoded = encodeRecord(keyBytes, record.value, record.timestampMs);
    partition.append(record.key, keyBytes, encoded, record.timestampMs, record.value === null);
    changed.add(partition);
  };

  return {
    async append(records) {
      let bytes = 0;
      for (const record of records) bytes += checkedBytes(record, topicOf(record.topic).topic.declaration);
      if (records.length > 0) await queue.submit(bytes, () => records.forEach(write));
    },

    async commit(group, topic, partition, next) {
      await queue.submit(0, () => inTransaction(environment.groups.put([group, topic, partition], next)));
    },

    async declare(declarations) {
      const stored = [...topics.values()].map(({ topic }) => topic);
      const changes = changedTopics(stored, declarations);
      if (changes.length === 0) return;
      for (const topic of changes) {
        const existing = topics.get(topic.declaration.name);
        topics.set(topic.declaration.name, existing === undefined ? loadTopic(environment, topic) : { ...existing, topic });
      }
      await queue.submit(0, () => {
        for (const topic of changes) inTransaction(environment.topics.put(topic.declaration.name, topic));
      });
    },

    topics: () => [...topics.values()],

    change: (partitions, apply) =>
      queue.submit(0, () => {
        apply();
        for (const partition of partitions) changed.add(partition);
      }),

    async close() {
      await queue.close();
      return !lastIsLost;
    },
  };
};

const loadTopics = (environment: Environment): Map<string, WritableTopic> => {
  const stored = inSnapshot(environment, () => [...environment.topics.getRange()].map((row) => row.value));
  return new Map(stored.map((topic) => [topic.declaration.name, loadTopic(environment, topic)]));
};

const loadTopic = (environment: Environment, topic: StoredTopic): WritableTopic => ({
  topic,
  partitions: inSnapshot(environment, () =>
    Array.from({ length: topic.declaration.partitions }, (_, partition) => partitionLog(environment, topic, partition)),
  ),
});

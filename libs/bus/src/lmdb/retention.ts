import { type Environment, inSnapshot } from './environment.ts';
import type { LogWriter, WritableTopic } from './log-writer.ts';
import { oldestRecords, trimOldest } from './oldest-records.ts';
import { trimByBytes } from './trim-by-bytes.ts';

/** Records removed in one transaction, so that publishers never wait long for it. */
const stepRecordsMax = 256;
const tombstoneKeptMs = 86_400_000;

/** Removes, in small transactions, what the topics need not keep. Returns how many records went. */
export const applyRetention = async (environment: Environment, writer: LogWriter): Promise<number> => {
  let removed = 0;
  for (const writable of writer.topics()) {
    if (writable.topic.declaration.cleanup.policy === 'compact') removed += await forgetDeletedKeys(writer, writable);
    else {
      removed += await trimByAge(environment, writer, writable);
      removed += await trimByBytes(environment, writer, writable);
    }
  }
  return removed;
};

/**
 * Age is event time: how far a record lies behind the newest of its partition. A quiet or replayed day loses nothing to the wall clock,
 * and a jump over a weekend nothing that a group has yet to read: what a committed group has not dealt with only goes by bytes.
 */
const trimByAge = async (environment: Environment, writer: LogWriter, { topic, partitions }: WritableTopic): Promise<number> => {
  const { cleanup } = topic.declaration;
  if (cleanup.policy !== 'delete') return 0;
  let removed = 0;
  for (const [index, partition] of partitions.entries()) {
    const unread = leastCommitted(environment, topic.declaration.name, index);
    for (;;) {
      const oldestMs = partition.counters.newestMs - cleanup.retentionMs;
      const oldest = oldestRecords(environment, topic.id, index, partition, stepRecordsMax);
      const stays = oldest.findIndex((record) => record.timestampMs >= oldestMs || record.offset >= unread);
      const going = stays === -1 ? oldest : oldest.slice(0, stays);
      if (going.length === 0) break;
      await writer.change([partition], () => trimOldest(partition, going));
      removed += going.length;
    }
  }
  return removed;
};

/** The offset that the slowest group reads next; infinite when no group has committed on the partition. */
const leastCommitted = (environment: Environment, topic: string, partition: number): number =>
  inSnapshot(environment, () => {
    let least = Number.POSITIVE_INFINITY;
    for (const { key, value } of environment.groups.getRange())
      if (key[1] === topic && key[2] === partition) least = Math.min(least, value);
    return least;
  });

const forgetDeletedKeys = async (writer: LogWriter, { partitions }: WritableTopic): Promise<number> => {
  let removed = 0;
  for (const partition of partitions) {
    const oldestMs = partition.counters.newestMs - tombstoneKeptMs;
    const due = [...(partition.keys ?? [])].filter(([, entry]) => entry.deletedMs !== null && entry.deletedMs < oldestMs);
    for (let at = 0; at < due.length; at += stepRecordsMax) {
      const step = due.slice(at, at + stepRecordsMax);
      await writer.change([partition], () => {
        // A key may have been set again since.
        for (const [key, entry] of step) if (partition.keys?.get(key) === entry) partition.forget(key);
      });
    }
    removed += due.length;
  }
  return removed;
};

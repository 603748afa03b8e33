import { type Environment, inTransaction, type StoredTopic } from './environment.ts';
import {
  type Counters,
  decodeCounters,
  decodeKeyEntry,
  encodeCounters,
  encodeKeyEntry,
  indexKey,
  type KeyEntry,
  partitionKey,
  recordKey,
} from './record-layout.ts';

/** The writer's side of one partition. Its methods queue writes into the transaction that is being put together; they cannot fail. */
export interface PartitionLog {
  readonly counters: Readonly<Counters>;
  /** Only for compacted topics. */
  readonly keys: ReadonlyMap<string, KeyEntry> | null;
  append(key: string, keyBytes: Uint8Array, encoded: Buffer, timestampMs: number, isDeletion: boolean): void;
  /** Removes the records of `offsets`, which are the oldest, together `bytes` long; the partition then starts at `start`. */
  trim(offsets: readonly number[], bytes: number, start: number): void;
  /** Forgets a deleted key with its marker. */
  forget(key: string): void;
  /** Writes the counters: once, as the last of what a transaction does to this partition. */
  writeCounters(): void;
}

/** Reads what the log holds of the partition; call it inside a snapshot. */
export const partitionLog = (environment: Environment, topic: StoredTopic, partition: number): PartitionLog => {
  const { records, counters: counterTable, keys: keyTable } = environment;
  const counters = decodeCounters(counterTable.get(partitionKey(topic.id, partition)));
  const keys = topic.declaration.cleanup.policy === 'compact' ? loadKeys(environment, topic, partition) : null;

  const removeOld = (old: KeyEntry): void => {
    inTransaction(records.remove(recordKey(topic.id, partition, old.offset)));
    counters.bytes -= old.bytes;
  };

  return {
    counters,
    keys,

    append(key, keyBytes, encoded, timestampMs, isDeletion) {
      const offset = counters.end++;
      inTransaction(records.put(recordKey(topic.id, partition, offset), encoded));
      counters.bytes += encoded.length;
      counters.newestMs = Math.max(counters.newestMs, timestampMs);
      if (keys === null) return;
      const old = keys.get(key);
      if (old !== undefined) removeOld(old);
      const entry = { offset, bytes: encoded.length, deletedMs: isDeletion ? timestampMs : null };
      keys.set(key, entry);
      inTransaction(keyTable.put(indexKey(topic.id, partition, keyBytes), encodeKeyEntry(entry)));
    },

    trim(offsets, bytes, start) {
      for (const offset of offsets) inTransaction(records.remove(recordKey(topic.id, partition, offset)));
      counters.bytes -= bytes;
      counters.start = start;
    },

    forget(key) {
      const entry = keys?.get(key);
      if (keys === null || entry === undefined) return;
      removeOld(entry);
      keys.delete(key);
      inTransaction(keyTable.remove(indexKey(topic.id, partition, Buffer.from(key, 'utf8'))));
    },

    writeCounters() {
      inTransaction(counterTable.put(partitionKey(topic.id, partition), encodeCounters(counters)));
    },
  };
};

const loadKeys = (environment: Environment, topic: StoredTopic, partition: number): Map<string, KeyEntry> => {
  const from = partitionKey(topic.id, partition);
  const keys = new Map<string, KeyEntry>();
  for (const { key, value } of environment.keys.getRange({ start: from, end: partitionKey(topic.id, partition + 1) })) {
    keys.set(key.toString('utf8', from.length), decodeKeyEntry(value));
  }
  return keys;
};

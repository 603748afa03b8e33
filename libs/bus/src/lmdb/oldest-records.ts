import { type Environment, inSnapshot } from './environment.ts';
import type { PartitionLog } from './partition-log.ts';
import { offsetOf, recordKey, timestampOf } from './record-layout.ts';

export interface OldRecord {
  readonly offset: number;
  readonly bytes: number;
  readonly timestampMs: number;
}

/** Reading a record costs a copy of it. */
const readBytesMax = 4 * 2 ** 20;

/** The oldest records of a partition, never its newest one: a reader of the present always finds it. */
export const oldestRecords = (
  environment: Environment,
  topicId: number,
  index: number,
  { counters }: PartitionLog,
  recordsMax: number,
): OldRecord[] =>
  inSnapshot(environment, () => {
    const { start, end } = counters;
    const range = { start: recordKey(topicId, index, start), end: recordKey(topicId, index, Math.max(end - 1, start)) };
    const found: OldRecord[] = [];
    let bytes = 0;
    for (const { key, value } of environment.records.getRange({ ...range, limit: recordsMax })) {
      found.push({ offset: offsetOf(key), bytes: value.length, timestampMs: timestampOf(value) });
      bytes += value.length;
      if (bytes >= readBytesMax) break;
    }
    return found;
  });

/** Removes these records, which are the partition's oldest; part of a transaction. */
export const trimOldest = (partition: PartitionLog, records: readonly OldRecord[]): void => {
  const offsets = records.map((record) => record.offset);
  const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
  partition.trim(offsets, bytes, offsets.at(-1)! + 1);
};

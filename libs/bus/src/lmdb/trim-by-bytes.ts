import type { Environment } from './environment.ts';
import type { LogWriter, WritableTopic } from './log-writer.ts';
import { type OldRecord, oldestRecords, trimOldest } from './oldest-records.ts';
import type { PartitionLog } from './partition-log.ts';

const lookAheadMax = 64;
const stepRecordsMax = 256;

interface Candidate {
  readonly partition: PartitionLog;
  readonly record: OldRecord;
  /** Newest event time of the partition up to here: a partition is trimmed from its start, whatever the times in it. */
  readonly ageMs: number;
}

/** The limit is the whole topic's, and the oldest records of all its partitions go first: a busy key may use what quiet ones do not. */
export const trimByBytes = async (environment: Environment, writer: LogWriter, writable: WritableTopic): Promise<number> => {
  const { cleanup } = writable.topic.declaration;
  if (cleanup.policy !== 'delete') return 0;
  let removed = 0;
  for (;;) {
    const excess = writable.partitions.reduce((bytes, { counters }) => bytes + counters.bytes, 0) - cleanup.retentionBytes;
    if (excess <= 0) return removed;
    const going = oldestUpTo(excess, candidates(environment, writable));
    if (going.length === 0) return removed;
    const byPartition = Map.groupBy(going, (candidate) => candidate.partition);
    await writer.change([...byPartition.keys()], () => {
      for (const [partition, gone] of byPartition)
        trimOldest(
          partition,
          gone.map(({ record }) => record),
        );
    });
    removed += going.length;
  }
};

/** In order of age, as far as that is known: a partition that was not read to its end hides what comes after. */
const candidates = (environment: Environment, { topic, partitions }: WritableTopic): Candidate[] => {
  const lists = partitions.map((partition, index) =>
    withAges(partition, oldestRecords(environment, topic.id, index, partition, lookAheadMax)),
  );
  const known = Math.min(...lists.map((list, index) => seenUpToMs(list, partitions[index]!)));
  return lists
    .flat()
    .filter(({ ageMs }) => ageMs <= known)
    .sort((a, b) => a.ageMs - b.ageMs || a.record.offset - b.record.offset);
};

const withAges = (partition: PartitionLog, records: readonly OldRecord[]): Candidate[] => {
  let ageMs = Number.NEGATIVE_INFINITY;
  return records.map((record) => {
    ageMs = Math.max(ageMs, record.timestampMs);
    return { partition, record, ageMs };
  });
};

const seenUpToMs = (list: readonly Candidate[], { counters }: PartitionLog): number => {
  const last = list.at(-1);
  const all = last === undefined || last.record.offset >= counters.end - 2;
  return all ? Number.POSITIVE_INFINITY : last.ageMs;
};

const oldestUpTo = (excess: number, ordered: readonly Candidate[]): Candidate[] => {
  let freed = 0;
  const end = ordered.findIndex(({ record }, at) => {
    if (freed >= excess || at >= stepRecordsMax) return true;
    freed += record.bytes;
    return false;
  });
  return end === -1 ? [...ordered] : ordered.slice(0, end);
};

import { type BusAdmin, legibleEvent, partitionOf, topic } from '@gexstream/bus';
import { type EpochMs, epochMs } from '@gexstream/domain';
import { feedStatusKey, seqOfStatus } from './status-record.ts';

type LogReader = Pick<BusAdmin, 'offsets' | 'read'>;

/** Where the log stands when ingest starts. */
export interface LastPublished {
  /** Each underlying's last number; missing when it never had one. */
  readonly seq: ReadonlyMap<string, number>;
  /** Event time of each underlying's last record; missing when none is kept. */
  readonly eventMs: ReadonlyMap<string, EpochMs>;
  /** Newest event time of each partition, 0 for an empty one. */
  readonly partitionMs: readonly number[];
}

/** Large enough to pass an hour of time marks in a few reads, small enough for records of a quarter megabyte. */
const chunkRecords = 512;

/**
 * The last number stands in the status record as well, written once a second: when retention has emptied the log, the next numbers
 * start this far above it, for readers' memories are longer than the log and drop what they take for old.
 */
const statusMargin = 100_000;

/**
 * Reads topic `market` backwards, each partition until all underlyings at home in it are found or its start is reached. A record that cannot
 * be read is passed over: nobody has remembered its number.
 */
export const readLastPublished = async (bus: LogReader, underlyings: readonly string[]): Promise<LastPublished> => {
  const seq = new Map<string, number>();
  const eventMs = new Map<string, EpochMs>();
  const partitionMs: number[] = new Array(topic.market.partitions).fill(0);
  for (const { partition, start, end } of await bus.offsets(topic.market.name)) {
    const missing = new Set(underlyings.filter((underlying) => partitionOf(underlying, topic.market.partitions) === partition));
    for (let to = end; to > start && (to === end || missing.size > 0); to -= chunkRecords) {
      const records = await bus.read(topic.market.name, partition, Math.max(start, to - chunkRecords), to, chunkRecords);
      const newest = records.at(-1);
      if (newest !== undefined && partitionMs[partition] === 0) partitionMs[partition] = newest.timestampMs;
      for (const { key, value, timestampMs } of records.toReversed()) {
        const event = missing.has(key) ? legibleEvent(value) : null;
        if (event === null) continue;
        missing.delete(key);
        seq.set(key, event.seq);
        eventMs.set(key, epochMs(timestampMs));
      }
    }
  }
  const forgotten = underlyings.filter((underlying) => !seq.has(underlying));
  if (forgotten.length > 0) await recallFromStatus(bus, forgotten, seq);
  return { seq, eventMs, partitionMs };
};

const recallFromStatus = async (bus: LogReader, underlyings: readonly string[], seq: Map<string, number>): Promise<void> => {
  for (const { partition, start, end } of await bus.offsets(topic.feedStatus.name)) {
    const from = Math.max(start, end - chunkRecords);
    const records = await bus.read(topic.feedStatus.name, partition, from, end, chunkRecords);
    const last = records.flatMap(({ key, value }) => (key === feedStatusKey ? (legibleEvent(value) ?? []) : [])).at(-1);
    if (last === undefined) continue;
    const kept = seqOfStatus(last.body);
    for (const underlying of underlyings) {
      const known = kept[underlying];
      if (known !== undefined) seq.set(underlying, known + statusMargin);
    }
  }
};

import { type BusAdmin, type StoredRecord, topic } from '@gexstream/bus';

const readRecordsMax = 256;

/** The last value of everything, and what ingest said last. */
export const readLastValues = async (
  bus: Pick<BusAdmin, 'offsets' | 'read'>,
  take: (record: StoredRecord) => void,
): Promise<void> => {
  for (const name of [topic.latest.name, topic.sessionBaselines.name, topic.feedStatus.name]) await readTopic(bus, name, take);
};

/** Everything that a small topic holds. */
export const readTopic = async (
  bus: Pick<BusAdmin, 'offsets' | 'read'>,
  name: string,
  take: (record: StoredRecord) => void,
): Promise<void> => {
  for (const { partition, start, end } of await bus.offsets(name)) {
    let from = start;
    while (from < end) {
      const records = await bus.read(name, partition, from, end, readRecordsMax);
      const last = records.at(-1);
      if (last === undefined) break;
      records.forEach(take);
      from = last.offset + 1;
    }
  }
};

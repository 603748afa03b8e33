import type { BusAdmin, StoredRecord } from './bus.ts';

const readRecordsMax = 256;

/** Everything that a small topic holds now, partition by partition in order. */
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

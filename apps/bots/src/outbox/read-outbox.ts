import { type Bus, type StoredRecord, topic } from '@gexstream/bus';

const pageRecords = 1_000;

/** Hands on all that the topic holds, in its order; resolves with the offset that the next record will get. */
export const readOutbox = async (bus: Bus, take: (record: StoredRecord) => Promise<void>): Promise<number> => {
  const [only] = await bus.offsets(topic.outbox.name);
  if (only === undefined) return 0;
  for (let from = only.start; from < only.end; ) {
    const records = await bus.read(topic.outbox.name, only.partition, from, only.end, pageRecords);
    for (const record of records) await take(record);
    const last = records.at(-1);
    if (last === undefined) break;
    from = last.offset + 1;
  }
  return only.end;
};

import { type BusAdmin, readTopic, type StoredRecord, topic } from '@gexstream/bus';

/** The last value of everything, and what ingest said last. */
export const readLastValues = async (
  bus: Pick<BusAdmin, 'offsets' | 'read'>,
  take: (record: StoredRecord) => void,
): Promise<void> => {
  for (const name of [topic.latest.name, topic.sessionBaselines.name, topic.feedStatus.name]) await readTopic(bus, name, take);
};

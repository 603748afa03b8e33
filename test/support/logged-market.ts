import { type Bus, type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import { openRecording, recordedEvents } from '@gexstream/ingest';
import { openLog } from './gex-log.ts';

const recordsAtOnce = 1_000;

/** What recordings hold of the market as topic `market` of a log at `path`. */
export const logRecordings = async (files: readonly string[], path: string): Promise<void> => {
  const bus = await openLog(path);
  try {
    await publishRecordings(files, bus);
  } finally {
    await bus.close();
  }
};

/** What recordings hold of the market onto topic `market` of a bus that has it. */
export const publishRecordings = async (files: readonly string[], bus: Bus): Promise<void> => {
  let records: BusRecord[] = [];
  const publish = async (): Promise<void> => {
    await bus.publish(records);
    records = [];
  };
  for await (const placed of recordedEvents(await Promise.all(files.map(openRecording)), 'sim')) {
    for (const { partition, event } of placed)
      records.push({
        topic: topic.market.name,
        key: event.underlying,
        partition,
        value: encodeEvent(event),
        timestampMs: event.eventMs,
      });
    if (records.length >= recordsAtOnce) await publish();
  }
  await publish();
};

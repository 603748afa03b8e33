import { type BusAdmin, legibleEvent } from '@gexstream/bus';
import type { Envelope, EpochMs } from '@gexstream/domain';

const readRecordsMax = 500;
/** Of each partition: a digest is of a night, not of a week. */
const recordsMax = 20_000;

/** Events of a topic since a moment, in no order. Reads backwards, little further than that moment; what cannot be read is left out. */
export const readSince = async <Event extends Envelope<string, unknown>>(
  bus: Pick<BusAdmin, 'offsets' | 'read'>,
  topic: string,
  sinceMs: EpochMs,
): Promise<readonly Event[]> => {
  const events: Event[] = [];
  for (const { partition, start, end } of await bus.offsets(topic)) {
    const oldest = Math.max(start, end - recordsMax);
    let to = end;
    while (to > oldest) {
      const from = Math.max(oldest, to - readRecordsMax);
      const records = await bus.read(topic, partition, from, to, readRecordsMax);
      for (const { value, timestampMs } of records) {
        const event = timestampMs >= sinceMs ? legibleEvent(value) : null;
        if (event !== null) events.push(event as Event);
      }
      // Event time never falls much within a partition: what lies before a whole batch that is too old is older still.
      if (records.every(({ timestampMs }) => timestampMs < sinceMs)) break;
      to = from;
    }
  }
  return events;
};

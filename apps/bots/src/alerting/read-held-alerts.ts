import { heldAlerts } from '@gexstream/alerts';
import { type BusAdmin, decodeEvent, topic } from '@gexstream/bus';
import type { Alert, AlertEvent, ChatRef, EpochMs } from '@gexstream/domain';

const readRecordsMax = 500;
/** Of each partition: a digest is of a night, not of a week. */
const recordsMax = 20_000;

/** What a chat was spared since a moment, for its digest; oldest first. Reads topic `alerts` backwards, no further than that moment. */
export const readHeldAlerts = async (
  bus: Pick<BusAdmin, 'offsets' | 'read'>,
  chat: ChatRef,
  sinceMs: EpochMs,
): Promise<readonly Alert[]> => {
  const alerts: Alert[] = [];
  for (const { partition, start, end } of await bus.offsets(topic.alerts.name)) {
    const oldest = Math.max(start, end - recordsMax);
    let to = end;
    while (to > oldest) {
      const from = Math.max(oldest, to - readRecordsMax);
      const records = await bus.read(topic.alerts.name, partition, from, to, readRecordsMax);
      for (const { value } of records) if (value !== null) alerts.push((decodeEvent(value) as AlertEvent).body);
      // Event time never falls much within a partition: what lies before a whole batch that is too old is older still.
      if (records.every(({ timestampMs }) => timestampMs < sinceMs)) break;
      to = from;
    }
  }
  return heldAlerts(alerts, chat, sinceMs);
};

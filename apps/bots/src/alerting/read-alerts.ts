import { heldAlerts } from '@gexstream/alerts';
import { type BusAdmin, decodeEvent, topic } from '@gexstream/bus';
import type { Alert, AlertEvent, ChatRef, EpochMs } from '@gexstream/domain';

const readRecordsMax = 500;
/** Of each partition: a digest is of a night, not of a week. */
const recordsMax = 20_000;

/** What a chat was spared since a moment, for its digest; oldest first. */
export const readHeldAlerts = async (
  bus: Pick<BusAdmin, 'offsets' | 'read'>,
  chat: ChatRef,
  sinceMs: EpochMs,
): Promise<readonly Alert[]> =>
  heldAlerts(
    (await readAlerts(bus, sinceMs)).map(({ alert }) => alert),
    chat,
    sinceMs,
  );

export interface ReadAlert {
  /** `*` where it concerns none. */
  readonly underlying: string;
  readonly alert: Alert;
}

/** Of all chats, in no order. Reads topic `alerts` backwards, little further than that moment. */
export const readAlerts = async (bus: Pick<BusAdmin, 'offsets' | 'read'>, sinceMs: EpochMs): Promise<readonly ReadAlert[]> => {
  const alerts: ReadAlert[] = [];
  for (const { partition, start, end } of await bus.offsets(topic.alerts.name)) {
    const oldest = Math.max(start, end - recordsMax);
    let to = end;
    while (to > oldest) {
      const from = Math.max(oldest, to - readRecordsMax);
      const records = await bus.read(topic.alerts.name, partition, from, to, readRecordsMax);
      for (const { value } of records) {
        if (value === null) continue;
        const { underlying, body } = decodeEvent(value) as AlertEvent;
        alerts.push({ underlying, alert: body });
      }
      // Event time never falls much within a partition: what lies before a whole batch that is too old is older still.
      if (records.every(({ timestampMs }) => timestampMs < sinceMs)) break;
      to = from;
    }
  }
  return alerts;
};

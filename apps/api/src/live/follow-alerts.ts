import { type Bus, decodeEvent, type StoredRecord, type Subscription, topic } from '@gexstream/bus';
import type { AlertEvent, ChatSettingsEvent } from '@gexstream/domain';
import type { AlertsView } from './alerts-view.ts';
import type { LinkedChats } from './linked-chats.ts';

/** Of each partition; what lies further back is not served. */
const readRecordsMax = 1_000;

export interface FollowAlertsOptions {
  readonly bus: Bus;
  readonly view: AlertsView;
  readonly linked: LinkedChats;
  /** Told of each alert that brought something new since the start. */
  readonly onTaken: (event: AlertEvent) => void;
  readonly onUnreadable: (record: StoredRecord, cause: unknown) => void;
}

/** Fills the views: with what chats choose, with each alert from now on, and with the newest of before. */
export const followAlerts = async ({ bus, view, linked, onTaken, onUnreadable }: FollowAlertsOptions): Promise<Subscription> => {
  const take = (record: StoredRecord, told: (event: AlertEvent) => void): void => {
    try {
      if (record.topic === topic.chats.name) {
        const settings = record.value === null ? undefined : (decodeEvent(record.value) as ChatSettingsEvent).body;
        linked.take(record.key, settings);
        if (settings === undefined) view.forgetChat(record.key);
      } else if (record.value !== null) {
        const event = decodeEvent(record.value) as AlertEvent;
        if (view.take(event)) told(event);
      }
    } catch (cause) {
      onUnreadable(record, cause);
    }
  };
  const follow = (name: string, start: 'earliest' | 'latest', mayBegin?: Promise<void>): Promise<Subscription> =>
    bus.subscribe({
      topics: [name],
      start,
      onBatch: async ({ records }) => {
        await mayBegin;
        for (const record of records) take(record, onTaken);
      },
    });
  const subscriptions = [await follow(topic.chats.name, 'earliest')];
  // What comes meanwhile waits: an end taken before its beginning would be passed over.
  const lookedBack = Promise.withResolvers<void>();
  const close = async (): Promise<void> => void (await Promise.all(subscriptions.map((each) => each.close())));
  try {
    subscriptions.push(await follow(topic.alerts.name, 'latest', lookedBack.promise));
    for (const { partition, start, end } of await bus.offsets(topic.alerts.name)) {
      const from = Math.max(start, end - readRecordsMax);
      for (const record of await bus.read(topic.alerts.name, partition, from, end, readRecordsMax)) take(record, () => {});
    }
    lookedBack.resolve();
    return { done: Promise.all(subscriptions.map(({ done }) => done)).then(() => undefined), close };
  } catch (cause) {
    lookedBack.resolve();
    await close();
    throw cause;
  }
};

import type { Bus, BusRecord, StoredRecord, SubscribeOptions } from '@gexstream/bus';
import { topic } from '@gexstream/bus';
import { expect, test } from 'vitest';
import { alertEvent, alertRecord, house } from '../alert-event.fixture.ts';
import { alertsView, houseKey } from './alerts-view.ts';
import { followAlerts } from './follow-alerts.ts';
import { linkedChats } from './linked-chats.ts';

const stored = (record: BusRecord, offset: number): StoredRecord => ({ ...record, value: record.value!, partition: 0, offset });

test('an end that comes while the past is still being read follows its beginning', async () => {
  const fired = alertEvent(house, 1);
  const resolved = alertEvent(house, 2, { phase: 'resolved', firedMs: fired.body.firedMs });
  const onBatch = new Map<string, SubscribeOptions['onBatch']>();
  let handled: Promise<void> | undefined;
  const bus = {
    subscribe: async (options: SubscribeOptions) => {
      onBatch.set(options.topics[0]!, options.onBatch);
      return { done: new Promise<void>(() => {}), close: async () => {} };
    },
    offsets: async () => [{ topic: topic.alerts.name, partition: 0, start: 0, end: 1 }],
    read: async () => {
      const records = [stored(alertRecord(resolved), 1)];
      handled = onBatch.get(topic.alerts.name)!(
        { topic: topic.alerts.name, partition: 0, records, endOffset: 2 },
        async () => {},
      );
      await new Promise((resolve) => setImmediate(resolve));
      return [stored(alertRecord(fired), 0)];
    },
  } as unknown as Bus;
  const linked = linkedChats();
  const view = alertsView(linked);
  const taken: string[] = [];
  const onTaken = ({ body }: typeof fired): void => void taken.push(body.phase);
  await followAlerts({ bus, view, linked, onTaken, onUnreadable: () => {} });
  await handled;
  expect(view.ofChat(houseKey)).toEqual([{ fired, resolved }]);
  // What was there before is nobody's news.
  expect(taken).toEqual(['resolved']);
});

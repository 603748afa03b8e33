import { type BusAdmin, readTopic, topic } from '@gexstream/bus';
import { deliveryBook } from './delivery-book.ts';
import { wantedKey } from './delivery-record.ts';

/** What the topic says of messages that are wanted and not done; for who looks from outside. */
export interface OutboxBacklog {
  readonly waiting: number;
  /** When the oldest of them was asked for, epoch ms; null where none waits. */
  readonly oldestMs: number | null;
  /** By platform, most first. */
  readonly platforms: readonly (readonly [string, number])[];
}

export const outboxBacklog = async (bus: Pick<BusAdmin, 'read' | 'offsets'>): Promise<OutboxBacklog> => {
  const book = deliveryBook();
  const askedMs = new Map<string, number>();
  await readTopic(bus, topic.outbox.name, (record) => {
    book.take(record);
    askedMs.set(record.key, record.timestampMs);
  });
  const open = book.open().map(({ delivery }) => delivery);
  const oldest = Math.min(...open.map(({ id }) => askedMs.get(wantedKey(id)) ?? Number.POSITIVE_INFINITY));
  const counts = new Map<string, number>();
  for (const { chat } of open) counts.set(chat.platform, (counts.get(chat.platform) ?? 0) + 1);
  return {
    waiting: open.length,
    oldestMs: Number.isFinite(oldest) ? oldest : null,
    platforms: [...counts].sort(([, a], [, b]) => b - a),
  };
};

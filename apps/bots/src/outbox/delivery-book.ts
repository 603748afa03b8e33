import { decodeEvent, type StoredRecord } from '@gexstream/bus';
import type { Delivery, DeliveryReceipt } from '@gexstream/domain';

/** What topic `outbox` says: what is wanted, and what has become of it. */
export interface DeliveryBook {
  /** Takes a record in the topic's order; says what it is news of. Throws at what it cannot read. */
  take(record: StoredRecord): DeliveryNews | null;
  /** The same for a receipt that is only on its way to the topic. */
  note(receipt: DeliveryReceipt, now: number): void;
  /** Wanted and not yet done, in the order of the topic. */
  open(): readonly Wanted[];
  /** Deliveries that nobody will ask for again: done or given up a day ago, and the oldest when there are more than 10,000. */
  outlived(now: number): readonly string[];
  readonly size: number;
}

export interface Wanted {
  readonly delivery: Delivery;
  /** Of what stands in the chat. */
  readonly messageId: string | null;
}

export type DeliveryNews =
  | ({ readonly type: 'wanted' } & Wanted)
  | { readonly type: 'withdrawn'; readonly id: string; readonly platform: string };

interface Entry {
  /** Null once it is done: its words are no longer needed. */
  delivery: Delivery | null;
  revision: number;
  doneRevision: number;
  messageId: string | null;
  newestMs: number;
}

const keptMs = 24 * 3_600_000;
const keptMax = 10_000;

export const deliveryBook = (): DeliveryBook => {
  const entries = new Map<string, Entry>();

  const entryOf = (id: string): Entry => {
    const entry = entries.get(id) ?? { delivery: null, revision: 0, doneRevision: 0, messageId: null, newestMs: 0 };
    entries.set(id, entry);
    return entry;
  };

  const takeWanted = (delivery: Delivery, timestampMs: number): DeliveryNews | null => {
    const entry = entryOf(delivery.id);
    if (delivery.revision <= entry.revision) return null;
    entry.revision = delivery.revision;
    entry.newestMs = Math.max(entry.newestMs, timestampMs);
    // After a compaction the receipt of this revision may stand before it.
    if (delivery.revision <= entry.doneRevision) return null;
    entry.delivery = delivery;
    return { type: 'wanted', delivery, messageId: entry.messageId };
  };

  const takeReceipt = (receipt: DeliveryReceipt, timestampMs: number): void => {
    const entry = entryOf(receipt.id);
    entry.doneRevision = Math.max(entry.doneRevision, receipt.revision);
    entry.messageId = receipt.messageId ?? entry.messageId;
    entry.newestMs = Math.max(entry.newestMs, timestampMs);
    if (entry.doneRevision >= entry.revision) entry.delivery = null;
  };

  const takeRemoval = (key: string): DeliveryNews | null => {
    const id = /^(.*)\/wanted$/s.exec(key)?.[1];
    const entry = id === undefined ? undefined : entries.get(id);
    if (id === undefined || entry === undefined) return null;
    const { delivery } = entry;
    entries.delete(id);
    return delivery === null ? null : { type: 'withdrawn', id, platform: delivery.chat.platform };
  };

  return {
    take: ({ key, value, timestampMs }) => {
      if (value === null) return takeRemoval(key);
      const event = decodeEvent(value);
      if (event.kind === 'delivery') return takeWanted(deliveryOf(event.body), timestampMs);
      if (event.kind !== 'delivery-receipt') throw new TypeError(`topic outbox has no ${event.kind}`);
      takeReceipt(event.body as DeliveryReceipt, timestampMs);
      return null;
    },
    note: takeReceipt,
    open: () => [...entries.values()].flatMap(({ delivery, messageId }) => (delivery === null ? [] : [{ delivery, messageId }])),
    outlived: (now) => {
      const oldestFirst = [...entries].sort(([, a], [, b]) => a.newestMs - b.newestMs);
      const over = Math.max(0, entries.size - keptMax);
      return oldestFirst
        .filter(([, { delivery, newestMs }], at) => newestMs < now - keptMs || (at < over && delivery === null))
        .map(([id]) => id);
    },
    get size() {
      return entries.size;
    },
  };
};

/** What the outbox goes by; the words are the platform's to judge, and one that cannot be rendered is refused there. */
const deliveryOf = (body: unknown): Delivery => {
  const { id, revision, chat, notAfterMs } = body as Partial<Delivery>;
  const complete = typeof id === 'string' && typeof chat?.id === 'string' && typeof chat.platform === 'string';
  if (!complete || !Number.isSafeInteger(revision) || !Number.isFinite(notAfterMs))
    throw new TypeError('a delivery has an id, a chat, a revision and a time after which it is old');
  return body as Delivery;
};

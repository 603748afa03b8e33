import { type Feed, isTrade, type TradeBook } from '@gexstream/domain';
import { behind } from './behind.ts';
import type { Bus, StoredRecord, Subscription } from './bus.ts';
import { decodeEvent } from './codec/index.ts';
import { readTopic } from './read-topic.ts';
import { topic } from './topics.ts';

export interface FollowTradesOptions {
  readonly bus: Bus;
  readonly book: TradeBook;
  readonly feed: Feed;
  /** What cannot be read is passed over here; the history makes the dead letter. */
  readonly onUnreadable: (record: StoredRecord, cause: unknown) => void;
}

/** Fills the book with everybody's trades; resolves once those of before are in it. */
export const followTrades = async ({ bus, book, feed, onUnreadable }: FollowTradesOptions): Promise<Subscription> => {
  const take = (record: StoredRecord): void => {
    try {
      book.take(record.key, record.value === null ? null : tradeOf(record.value, feed));
    } catch (cause) {
      onUnreadable(record, cause);
    }
  };
  const before = await bus.offsets(topic.trades.name);
  await readTopic(bus, topic.trades.name, take);
  return bus.subscribe({
    topics: [topic.trades.name],
    start: 'earliest',
    onAssigned: behind(before),
    onBatch: async ({ records }) => records.forEach(take),
  });
};

const tradeOf = (value: Uint8Array, feed: Feed) => {
  const event = decodeEvent(value);
  if (event.feed !== feed || !isTrade(event.body)) throw new TypeError('the record is no trade of this feed');
  return event.body;
};

import { type Bus, type StoredRecord, type Subscription, topic } from '@gexstream/bus';
import { readLastValues } from './last-values.ts';
import type { LiveView } from './live-view.ts';
import { followQuotes, type MarketQuotes } from './market-quotes.ts';
import type { Decode } from './readable-event.ts';
import { takeRecords } from './take-records.ts';

export interface Following {
  /** Resolves when closed, rejects when the bus failed. */
  readonly done: Promise<void>;
  /** The newest tick of each underlying. */
  readonly quotes: MarketQuotes;
  /** Records that could not be read; they are skipped and counted. */
  unreadable(): number;
  close(): Promise<void>;
}

export interface FollowOptions {
  readonly bus: Bus;
  readonly view: LiveView;
  readonly decode: Decode;
  readonly onUnreadable: (record: StoredRecord, cause: unknown) => void;
}

/**
 * Fills the view: first with the last value of everything, then with each change. The changes are subscribed to before the last
 * values are read, so that nothing falls between; what comes twice is ignored by its order. Resolves once the last values are in.
 */
export const followTopics = async ({ bus, view, decode, onUnreadable }: FollowOptions): Promise<Following> => {
  const { take, unreadable } = takeRecords(view, decode, onUnreadable);
  const onBatch = async ({ records }: { readonly records: readonly StoredRecord[] }): Promise<void> => records.forEach(take);

  const subscriptions: Subscription[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
  };
  try {
    subscriptions.push(
      await bus.subscribe({
        topics: [topic.levels.name, topic.cells.name, topic.exposures.name, topic.sessionBaselines.name],
        start: 'latest',
        onBatch,
      }),
    );
    subscriptions.push(await bus.subscribe({ topics: [topic.feedStatus.name], start: 'earliest', onBatch }));
    await readLastValues(bus, take);
    const quotes = await followQuotes(bus);
    subscriptions.push(quotes);
    return { done: Promise.all(subscriptions.map(({ done }) => done)).then(() => undefined), quotes, unreadable, close };
  } catch (cause) {
    await close();
    throw cause;
  }
};

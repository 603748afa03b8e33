import { type Bus, type StoredRecord, type Subscription, topic } from '@gexstream/bus';
import type { LiveView } from './live-view.ts';
import { type Decode, readableEvent } from './readable-event.ts';

const readRecordsMax = 256;

export interface Following {
  /** Resolves when closed, rejects when the bus failed. */
  readonly done: Promise<void>;
  /** Records that could not be read; they are skipped here, and kept as dead letters by the history. */
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
  let unreadable = 0;
  let statusOffset = -1;
  const take = (record: StoredRecord): void => {
    if (record.value === null) return;
    if (record.topic === topic.feedStatus.name) {
      // Its order is that of its one partition: the wall clock it tells may be set back.
      if (record.offset <= statusOffset) return;
      statusOffset = record.offset;
    }
    try {
      const event = readableEvent(decode, record.value);
      if (event !== null) view.take(event);
    } catch (cause) {
      unreadable++;
      onUnreadable(record, cause);
    }
  };
  const onBatch = async ({ records }: { readonly records: readonly StoredRecord[] }): Promise<void> => records.forEach(take);

  const subscriptions: Subscription[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
  };
  try {
    subscriptions.push(await bus.subscribe({ topics: [topic.levels.name, topic.cells.name], start: 'latest', onBatch }));
    subscriptions.push(await bus.subscribe({ topics: [topic.feedStatus.name], start: 'earliest', onBatch }));
    await readLastValues(bus, take);
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    done: Promise.all(subscriptions.map(({ done }) => done)).then(() => undefined),
    unreadable: () => unreadable,
    close,
  };
};

const readLastValues = async (bus: Bus, take: (record: StoredRecord) => void): Promise<void> => {
  for (const name of [topic.latest.name, topic.feedStatus.name]) {
    for (const { partition, start, end } of await bus.offsets(name)) {
      let from = start;
      while (from < end) {
        const records = await bus.read(name, partition, from, end, readRecordsMax);
        const last = records.at(-1);
        if (last === undefined) break;
        records.forEach(take);
        from = last.offset + 1;
      }
    }
  }
};

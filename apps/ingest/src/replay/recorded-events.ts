import { partitionOf, topic } from '@gexstream/bus';
import type { Feed, MarketEvent } from '@gexstream/domain';
import { Counters } from '../counters.ts';
import type { Recording } from '../recording/open-recording.ts';
import { appendNumbering } from './numbered-appends.ts';
import { replayedMessage } from './replayed-message.ts';

/** An event of `market` with the partition that it would stand in. */
export interface PlacedEvent {
  readonly partition: number;
  readonly event: MarketEvent;
}

/**
 * What a replay of the recordings would publish on `market`, in its order and without a bus; the entries of one moment together. They are read
 * one after the other and numbered through, as one feed. Of these partitions alone, where some are named: each has event times of its own.
 * Throws a `RecordingError` for a file that is damaged.
 */
export async function* recordedEvents(
  recordings: readonly Pick<Recording, 'header' | 'read'>[],
  feed: Feed,
  partitions: ReadonlySet<number> = allPartitions,
): AsyncGenerator<readonly PlacedEvent[]> {
  const number = appendNumbering(feed, feed);
  const isRead = partitions.size === topic.market.partitions ? null : within(partitions);
  for (const recording of recordings) {
    const underlyings = new Set(recording.header.symbols);
    const counters = new Counters();
    for await (const entry of recording.read()) {
      const appends = number(replayedMessage(entry, underlyings, counters, isRead), entry.receivedMs);
      const events = appends.flatMap((append) =>
        'marks' in append
          ? append.marks.map(ofPartition).filter(({ partition }) => partitions.has(partition))
          : append.events.map(atHome),
      );
      if (events.length > 0) yield events;
    }
  }
}

const allPartitions: ReadonlySet<number> = new Set(Array.from({ length: topic.market.partitions }, (_, partition) => partition));

/** Asked for each update: an underlying's partition is worked out once. */
const within = (partitions: ReadonlySet<number>): ((underlying: string) => boolean) => {
  const known = new Map<string, boolean>();
  return (underlying) => {
    let isWithin = known.get(underlying);
    if (isWithin === undefined) {
      isWithin = partitions.has(partitionOf(underlying, topic.market.partitions));
      known.set(underlying, isWithin);
    }
    return isWithin;
  };
};

const ofPartition = (event: MarketEvent, partition: number): PlacedEvent => ({ partition, event });

const atHome = (event: MarketEvent): PlacedEvent => ({
  partition: partitionOf(event.underlying, topic.market.partitions),
  event,
});

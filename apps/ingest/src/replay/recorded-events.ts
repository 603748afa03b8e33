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
 * one after the other and numbered through, as one feed. Throws a `RecordingError` for a file that has changed since it was opened.
 */
export async function* recordedEvents(recordings: readonly Recording[], feed: Feed): AsyncGenerator<readonly PlacedEvent[]> {
  const number = appendNumbering(feed, feed);
  for (const recording of recordings) {
    const underlyings = new Set(recording.header.symbols);
    const counters = new Counters();
    for await (const entry of recording.read()) {
      const appends = number(replayedMessage(entry, underlyings, counters), entry.receivedMs);
      const events = appends.flatMap((append) => ('marks' in append ? append.marks.map(ofPartition) : append.events.map(atHome)));
      if (events.length > 0) yield events;
    }
  }
}

const ofPartition = (event: MarketEvent, partition: number): PlacedEvent => ({ partition, event });

const atHome = (event: MarketEvent): PlacedEvent => ({
  partition: partitionOf(event.underlying, topic.market.partitions),
  event,
});

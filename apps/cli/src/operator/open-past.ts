import { type BusAdmin, type PartitionOffsets, topic } from '@gexstream/bus';
import { outlineRecording, type PlacedEvent, recordedEvents } from '@gexstream/ingest';
import { openData } from '../compose/open-data.ts';
import { asUsageError, type FoundLog, type FoundPast, type FoundRecordings } from './find-past.ts';
import { marketEvent } from './market-event.ts';

export interface Past {
  readonly events: AsyncIterable<readonly PlacedEvent[]>;
  close(): Promise<void>;
}

/** Of these partitions of `market` alone. Throws a `UsageError` where a recording is damaged. */
export const openPast = (found: FoundPast, partitions: ReadonlySet<number>): Promise<Past> =>
  found.kind === 'recordings' ? recordedPast(found, partitions) : loggedPast(found, partitions);

const recordedPast = async ({ files }: FoundRecordings, partitions: ReadonlySet<number>): Promise<Past> => ({
  events: readable(files, partitions),
  close: async () => {},
});

async function* readable(files: readonly string[], partitions: ReadonlySet<number>) {
  try {
    const recordings = await Promise.all(files.map((file) => outlineRecording(file)));
    yield* recordedEvents(recordings, 'replay-backtest', partitions);
  } catch (error) {
    asUsageError(error);
  }
}

const loggedPast = async ({ settings, partitions }: FoundLog, wanted: ReadonlySet<number>): Promise<Past> => {
  const { bus, close } = await openData(settings);
  const ranges = partitions.filter(({ partition }) => wanted.has(partition));
  return { events: loggedEvents(bus, ranges), close };
};

/** Of one call: on Kafka a call costs more than the records it brings. */
const readRecordsMax = 5_000;
/** What is taken from bytes lives until the batch is through: few, and it is gone before the collector would move it. */
const batchRecordsMax = 100;

/** What topic `market` holds in these ranges, one after the other. */
export async function* loggedEvents(
  bus: Pick<BusAdmin, 'read'>,
  ranges: readonly PartitionOffsets[],
): AsyncGenerator<readonly PlacedEvent[]> {
  for (const { partition, start, end } of ranges)
    for (let next = start; next < end; ) {
      const records = await bus.read(topic.market.name, partition, next, end, readRecordsMax);
      const last = records.at(-1);
      if (last === undefined) break;
      next = last.offset + 1;
      for (let at = 0; at < records.length; at += batchRecordsMax)
        yield records.slice(at, at + batchRecordsMax).flatMap(({ value }) => {
          const event = marketEvent(value);
          return event === null ? [] : [{ partition, event }];
        });
    }
}

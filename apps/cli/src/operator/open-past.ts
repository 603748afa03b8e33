import { systemClock } from '@gexstream/actors';
import { type BusAdmin, type PartitionOffsets, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import type { PlacedEvent } from '@gexstream/ingest';
import { UsageError } from '../usage-error.ts';
import type { FoundLog, FoundPast, FoundRecordings } from './find-past.ts';
import { marketEvent } from './market-event.ts';

export interface Past {
  readonly events: AsyncIterable<readonly PlacedEvent[]>;
  close(): Promise<void>;
}

/**
 * Of these partitions of `market` alone. Throws a `UsageError` where a recording is damaged. Each thread loads the code that it runs, a second
 * of work for all of it: what only one of the places needs is loaded for that one.
 */
export const openPast = (found: FoundPast, partitions: ReadonlySet<number>): Promise<Past> =>
  found.kind === 'recordings' ? recordedPast(found, partitions) : loggedPast(found, partitions);

const recordedPast = async ({ files }: FoundRecordings, partitions: ReadonlySet<number>): Promise<Past> => ({
  events: readable(files, partitions),
  close: async () => {},
});

async function* readable(files: readonly string[], partitions: ReadonlySet<number>) {
  const { outlineRecording, RecordingError, recordedEvents } = await import('@gexstream/ingest');
  try {
    const recordings = await Promise.all(files.map((file) => outlineRecording(file)));
    yield* recordedEvents(recordings, 'replay-backtest', partitions);
  } catch (error) {
    throw error instanceof RecordingError ? new UsageError(error.message) : error;
  }
}

const loggedPast = async (found: FoundLog, partitions: ReadonlySet<number>): Promise<Past> => {
  const bus = await openFound(found);
  const ranges = found.partitions.filter(({ partition }) => partitions.has(partition));
  return { events: loggedEvents(bus, ranges), close: () => bus.close() };
};

const openFound = async ({ folder, settings }: FoundLog) => {
  if (folder !== null) return openLmdbBus({ path: folder, clock: systemClock(), readOnly: true });
  const { openData } = await import('../compose/open-data.ts');
  return (await openData(settings)).bus;
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

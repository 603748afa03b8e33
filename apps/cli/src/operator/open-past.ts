import { type BusAdmin, topic } from '@gexstream/bus';
import { outlineRecording, type PlacedEvent, RecordingError, type RecordingOutline, recordedEvents } from '@gexstream/ingest';
import { openData } from '../compose/open-data.ts';
import type { Settings } from '../config.ts';
import { UsageError } from '../usage-error.ts';
import { marketEvent } from './market-event.ts';

/** Where a market that has been is read: recordings in any order, or, without any, what the log of these settings still holds. */
export interface PastPlace {
  readonly files: readonly string[];
  readonly settings: Settings;
}

export interface Past {
  /** What the terminal says of it. */
  readonly source: string;
  readonly events: AsyncIterable<readonly PlacedEvent[]>;
  close(): Promise<void>;
}

/** Of these partitions of `market` alone. Throws a `UsageError` where there is nothing to read. */
export const openPast = ({ files, settings }: PastPlace, partitions: ReadonlySet<number>): Promise<Past> =>
  files.length > 0 ? recordedPast(files, partitions) : loggedPast(settings, partitions);

/** Files in the order of their time: each a day, or a part of one. */
const recordedPast = async (files: readonly string[], partitions: ReadonlySet<number>): Promise<Past> => {
  const outlines = await Promise.all(files.map((file) => outlineRecording(file))).catch(asUsageError);
  const inOrder = outlines.toSorted((a, b) => a.fromMs - b.fromMs);
  for (const [at, { path, fromMs }] of inOrder.entries())
    if (at > 0 && fromMs < (await inOrder[at - 1]!.endMs().catch(asUsageError)))
      throw new UsageError(`${path} begins before the recording ahead of it ends: give recordings that follow each other`);
  return { source: files.join(', '), events: readable(inOrder, partitions), close: async () => {} };
};

async function* readable(recordings: readonly RecordingOutline[], partitions: ReadonlySet<number>) {
  try {
    yield* recordedEvents(recordings, 'replay-backtest', partitions);
  } catch (error) {
    asUsageError(error);
  }
}

const asUsageError = (error: unknown): never => {
  throw error instanceof RecordingError ? new UsageError(error.message) : error;
};

const loggedPast = async (settings: Settings, partitions: ReadonlySet<number>): Promise<Past> => {
  const data = await openData(settings);
  return { source: `log of ${data.place}`, events: loggedEvents(data.bus, partitions), close: () => data.close() };
};

/** Of one call: on Kafka a call costs more than the records it brings. */
const readRecordsMax = 5_000;
/** What is taken from bytes lives until the batch is through: few, and it is gone before the collector would move it. */
const batchRecordsMax = 100;

/** What topic `market` still holds, partition after partition. */
export async function* loggedEvents(
  bus: Pick<BusAdmin, 'offsets' | 'read'>,
  partitions: ReadonlySet<number>,
): AsyncGenerator<readonly PlacedEvent[]> {
  for (const { partition, start, end } of await bus.offsets(topic.market.name)) {
    if (!partitions.has(partition)) continue;
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
}

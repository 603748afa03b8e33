import { type PartitionOffsets, topic } from '@gexstream/bus';
import { outlineRecording, RecordingError } from '@gexstream/ingest';
import { openData } from '../compose/open-data.ts';
import type { Settings } from '../config.ts';
import { UsageError } from '../usage-error.ts';

/** Where a market that has been is looked for: in recordings in any order, or, without any, in what the log of these settings still holds. */
export interface PastPlace {
  readonly files: readonly string[];
  readonly settings: Settings;
}

/** Found once, so that all threads read the same: plain data, for each opens it by itself. */
export type FoundPast = FoundRecordings | FoundLog;

export interface FoundRecordings {
  readonly kind: 'recordings';
  /** What the terminal says of it. */
  readonly source: string;
  /** In the order of their time. */
  readonly files: readonly string[];
}

export interface FoundLog {
  readonly kind: 'log';
  readonly source: string;
  /** The log of a data folder; null: on Kafka. */
  readonly folder: string | null;
  /** They name the feed. */
  readonly settings: Settings;
  /** Of topic `market`: what came later is left out. */
  readonly partitions: readonly PartitionOffsets[];
}

/** Throws a `UsageError` where there is nothing to read. */
export const findPast = ({ files, settings }: PastPlace): Promise<FoundPast> =>
  files.length > 0 ? findRecordings(files) : findLog(settings);

/** Each a day, or a part of one. */
const findRecordings = async (files: readonly string[]): Promise<FoundRecordings> => {
  const outlines = await Promise.all(files.map((file) => outlineRecording(file))).catch(asUsageError);
  const inOrder = outlines.toSorted((a, b) => a.fromMs - b.fromMs);
  for (const [at, { path, fromMs }] of inOrder.entries())
    if (at > 0 && fromMs < (await inOrder[at - 1]!.endMs().catch(asUsageError)))
      throw new UsageError(`${path} begins before the recording ahead of it ends: give recordings that follow each other`);
  return { kind: 'recordings', source: files.join(', '), files: inOrder.map(({ path }) => path) };
};

const findLog = async (settings: Settings): Promise<FoundLog> => {
  const { feed, bus, place, located, close } = await openData(settings);
  try {
    const partitions = await bus.offsets(topic.market.name);
    const folder = located?.folder.log ?? null;
    return { kind: 'log', source: `log of ${place}`, folder, settings: { ...settings, feed }, partitions };
  } finally {
    await close();
  }
};

const asUsageError = (error: unknown): never => {
  throw error instanceof RecordingError ? new UsageError(error.message) : error;
};

import { systemClock } from '@gexstream/actors';
import { type Carry, carryText, type EpochMs } from '@gexstream/domain';
import {
  fileSink,
  type IngestConfig,
  ingestDefaults,
  openRecordingWriter,
  type Recorder,
  RecordingError,
  type RecordingWriter,
  recorder,
} from '@gexstream/ingest';
import type { Logger } from 'pino';
import { UsageError } from '../usage-error.ts';

export interface OpenRecorder {
  readonly recorder: Recorder;
  readonly writer: RecordingWriter;
}

/** Begins the recording of a feed. Throws a `UsageError` when the file exists or cannot be made. A disk that fails later ends the recording, not the feed. */
export const openRecorder = async (
  path: string,
  config: IngestConfig,
  carry: Carry,
  startedMs: EpochMs,
  log: Logger,
): Promise<OpenRecorder> => {
  const sink = await fileSink(path).catch((error: unknown) => {
    throw error instanceof RecordingError ? new UsageError(error.message) : error;
  });
  const { feed, symbols, streamedContractsMax, restPerMinuteMax, chainEveryMs } = { ...ingestDefaults, ...config };
  const header = { feed, symbols, carry: carryText(carry), streamedContractsMax, restPerMinuteMax, chainEveryMs, startedMs };
  const writer = await openRecordingWriter({ sink, header, clock: systemClock() });
  writer.failed.catch((error: unknown) => log.error({ err: error, file: path }, 'nothing more is recorded; the feed goes on'));
  return { recorder: recorder(writer), writer };
};

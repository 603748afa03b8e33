import { systemClock } from '@gexstream/actors';
import { epochMs } from '@gexstream/domain';
import type { RecordingEntry, RecordingHeader, StoredEntry } from './recording-format.ts';
import { openRecordingWriter } from './recording-writer.ts';

export const startMs = 1_795_000_000_000;

export const header: RecordingHeader = {
  feed: 'sim',
  symbols: ['SPX', 'SPY'],
  carry: 'zero',
  chainEveryMs: 60_000,
  streamedContractsMax: 1_000,
  restPerMinuteMax: 110,
  startedMs: epochMs(startMs),
};

export const frame = (number: number, body = `{"data":[],"number":${number}}`): RecordingEntry => ({
  kind: 'frame',
  receivedMs: epochMs(startMs + number),
  request: '',
  body,
});

/** An entry as it was before it was stored. */
export const unstored = ({ body, ...entry }: StoredEntry): RecordingEntry => ({ ...entry, body: body.toString() });

/** The bytes of a recording, and where each write ended in them. */
export const recordingBytes = async (entries: readonly RecordingEntry[]) => {
  const parts: Buffer[] = [];
  const sink = { write: async (bytes: Buffer) => void parts.push(bytes), close: async () => {} };
  const writer = await openRecordingWriter({ sink, header, clock: systemClock() });
  for (const entry of entries) writer.append(entry);
  await writer.close();
  let end = 0;
  const ends = parts.map(({ length }) => {
    end += length;
    return end;
  });
  return { bytes: Buffer.concat(parts), ends };
};

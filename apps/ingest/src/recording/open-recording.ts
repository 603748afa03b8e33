import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { EpochMs } from '@gexstream/domain';
import { decodeEntries } from './entry-codec.ts';
import { checkPreamble, recordingBlocks } from './recording-blocks.ts';
import { RecordingError, type RecordingHeader, type StoredEntry } from './recording-format.ts';

/** A recording that was read once from beginning to end, so that nothing in it comes as a surprise later. */
export interface Recording {
  readonly path: string;
  /** Of what is whole in it: the same content has the same. */
  readonly sha256: string;
  readonly header: RecordingHeader;
  readonly entries: number;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Where the part begins that a killed process left behind; null when the file ends whole. */
  readonly tornAt: number | null;
  /** Again from the beginning; two blocks at a time are in memory. Throws a `RecordingError` when the file has changed meanwhile. */
  read(): AsyncGenerator<StoredEntry>;
}

/** Rejects with a `RecordingError` that names what is wrong, and where. */
export const openRecording = async (path: string): Promise<Recording> => {
  const hash = createHash('sha256');
  let tornAt: number | null = null;
  let header: RecordingHeader | null = null;
  let entries = 0;
  let fromMs: EpochMs | null = null;
  let toMs: EpochMs | null = null;
  const file = await openFile(path);
  try {
    await checkPreamble(file, path);
    for await (const { at, packed, content } of recordingBlocks(file, path, (torn) => {
      tornAt = torn;
    })) {
      hash.update(packed);
      if (header === null) header = headerOf(content, path);
      else
        for (const { receivedMs } of decodeEntries(content, `${path}: block at byte ${at}`)) {
          entries += 1;
          fromMs ??= receivedMs;
          toMs = receivedMs;
        }
    }
  } finally {
    await file.close();
  }
  if (header === null)
    throw new RecordingError(`${path} is cut off before its header is whole: there is nothing in it to replay`);
  if (fromMs === null || toMs === null)
    throw new RecordingError(`${path} holds no entry: nothing was received while it was recorded`);
  return { path, sha256: hash.digest('hex'), header, entries, fromMs, toMs, tornAt, read: () => readEntries(path) };
};

export async function* readEntries(path: string): AsyncGenerator<StoredEntry> {
  const file = await openFile(path);
  try {
    let isHeader = true;
    for await (const { at, content } of recordingBlocks(file, path, () => undefined)) {
      if (!isHeader) yield* decodeEntries(content, `${path}: block at byte ${at}`);
      isHeader = false;
    }
  } finally {
    await file.close();
  }
}

export const openFile = (path: string): Promise<FileHandle> =>
  open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new RecordingError(`cannot read ${path}: ${error.code === 'ENOENT' ? 'no such file' : (error.code ?? error.message)}`);
  });

export const headerOf = (content: Buffer, path: string): RecordingHeader => {
  try {
    const header = JSON.parse(content.toString('utf8')) as RecordingHeader;
    const { feed, symbols, carry } = header;
    if (typeof feed === 'string' && Array.isArray(symbols) && symbols.length > 0 && typeof carry === 'string') return header;
  } catch {
    // Said below.
  }
  throw new RecordingError(`${path}: its header does not say which symbols it holds`);
};

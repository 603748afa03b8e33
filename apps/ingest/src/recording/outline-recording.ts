import type { FileHandle } from 'node:fs/promises';
import type { EpochMs } from '@gexstream/domain';
import { decodeEntries } from './entry-codec.ts';
import { headerOf, openFile, readEntries } from './open-recording.ts';
import { blockAt, blockPlaces, checkPreamble } from './recording-blocks.ts';
import { RecordingError, type RecordingHeader, type StoredEntry } from './recording-format.ts';

/** What the ends of a recording say of it. Whether all between is whole shows when it is read. */
export interface RecordingOutline {
  readonly path: string;
  readonly header: RecordingHeader;
  readonly fromMs: EpochMs;
  /** When its last entry was received; goes through the heads of all blocks. */
  endMs(): Promise<EpochMs>;
  /** See `Recording.read`. */
  read(): AsyncGenerator<StoredEntry>;
}

/** Without unpacking a day that is then read once anyhow. Rejects with a `RecordingError`. */
export const outlineRecording = async (path: string): Promise<RecordingOutline> => {
  const file = await openFile(path);
  try {
    await checkPreamble(file, path);
    const places = blockPlaces(file);
    const header = await blockIn(file, path, (await places.next()).value);
    if (header === null)
      throw new RecordingError(`${path} is cut off before its header is whole: there is nothing in it to replay`);
    const [fromMs] = await receivedIn(file, path, (await places.next()).value);
    if (fromMs === undefined) throw new RecordingError(`${path} holds no entry: nothing was received while it was recorded`);
    const endMs = () => lastReceived(path, fromMs);
    return { path, header: headerOf(header.content, path), fromMs, endMs, read: () => readEntries(path) };
  } finally {
    await file.close();
  }
};

const lastReceived = async (path: string, fromMs: EpochMs): Promise<EpochMs> => {
  const file = await openFile(path);
  try {
    let [newest, before]: [number?, number?] = [];
    for await (const at of blockPlaces(file)) [before, newest] = [newest, at];
    // The last one may be torn.
    for (const at of [newest, before]) {
      const last = (await receivedIn(file, path, at)).at(-1);
      if (last !== undefined) return last;
    }
    return fromMs;
  } finally {
    await file.close();
  }
};

const blockIn = async (file: FileHandle, path: string, at: number | undefined) =>
  at === undefined ? null : await blockAt(file, path, at);

const receivedIn = async (file: FileHandle, path: string, at: number | undefined): Promise<readonly EpochMs[]> => {
  const block = await blockIn(file, path, at);
  if (block === null) return [];
  return [...decodeEntries(block.content, `${path}: block at byte ${block.at}`)].map(({ receivedMs }) => receivedMs);
};

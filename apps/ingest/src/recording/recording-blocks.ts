import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, zstdDecompress } from 'node:zlib';
import { blockBytesMax, blockHeadBytes, formatVersion, magic, preambleBytes, RecordingError } from './recording-format.ts';

export interface RecordingBlock {
  /** Where it begins in the file. */
  readonly at: number;
  /** As they stand in the file. */
  readonly packed: Buffer;
  readonly content: Buffer;
}

const decompress = promisify(zstdDecompress);
/** Most blocks in one piece: by default they come in 16 KiB. */
const chunkBytes = 2 ** 20;

/** Throws a `RecordingError` for what is no recording, or one of a newer version. */
export const checkPreamble = async (file: FileHandle, path: string): Promise<void> => {
  const preamble = await bytesAt(file, 0, preambleBytes);
  const begun = preamble.subarray(0, magic.length);
  if (begun.length === 0 || !magic.subarray(0, begun.length).equals(begun))
    throw new RecordingError(`${path} is no recording of gexstream: it does not begin like one (byte 0)`);
  if (preamble.length < preambleBytes)
    throw new RecordingError(`${path} is cut off in its first ${preambleBytes} bytes: there is nothing in it to replay`);
  const version = preamble.readUInt16LE(magic.length);
  if (version !== formatVersion)
    throw new RecordingError(
      `${path} has format version ${version} (byte ${magic.length}), this gexstream reads version ${formatVersion}: replay it with the release that recorded it`,
    );
};

/**
 * The whole blocks, the next one unpacked while one is read. A last one that is not whole, as a killed process leaves it, ends them; `torn` is
 * told where. One that is broken with more behind it is damage, and a `RecordingError`.
 */
export async function* recordingBlocks(
  file: FileHandle,
  path: string,
  torn: (at: number) => void,
): AsyncGenerator<RecordingBlock> {
  let ahead: Promise<RecordingBlock | null> | null = null;
  let place = 0;
  for await (const at of blockPlaces(file)) {
    const next = blockAt(file, path, at);
    // Its failure is seen when it is its turn, and by nobody where the file is closed before.
    next.catch(() => {});
    const block = await ahead;
    [ahead, place] = [next, at];
    if (block !== null) yield block;
  }
  const last = await ahead;
  if (last !== null) yield last;
  else if (place > 0) torn(place);
}

/** Where blocks begin, by their heads alone; the last one may not be whole. */
export async function* blockPlaces(file: FileHandle): AsyncGenerator<number, undefined> {
  const { size } = await file.stat();
  for (let at = preambleBytes; at < size; ) {
    yield at;
    const head = await bytesAt(file, at, blockHeadBytes);
    at = head.length < blockHeadBytes ? size : at + blockHeadBytes + head.readUInt32LE(0);
  }
}

/** Null for the last one where it is not whole; a `RecordingError` for one that is broken with more behind it. */
export const blockAt = async (file: FileHandle, path: string, at: number): Promise<RecordingBlock | null> => {
  const { size } = await file.stat();
  const head = await bytesAt(file, at, blockHeadBytes);
  const length = head.length < blockHeadBytes ? Number.POSITIVE_INFINITY : head.readUInt32LE(0);
  const end = at + blockHeadBytes + length;
  if (end > size) return null;
  const packed = length > blockBytesMax ? null : await bytesAt(file, at + blockHeadBytes, length);
  const whole = packed !== null && crc32(packed) === head.readUInt32LE(4);
  if (!whole && end === size) return null;
  if (!whole) throw new RecordingError(`${path}: the block at byte ${at} is damaged, its checksum does not fit`);
  const content = await decompress(packed, { maxOutputLength: blockBytesMax, chunkSize: chunkBytes }).catch((cause: unknown) => {
    throw new RecordingError(`${path}: the block at byte ${at} cannot be unpacked`, { cause });
  });
  return { at, packed, content };
};

/** Fewer at the file's end. */
const bytesAt = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(buffer, read, length - read, at + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
};

import { open } from 'node:fs/promises';
import { RecordingError } from './recording-format.ts';

/** Where a recording goes, in order. */
export interface RecordingSink {
  /** All of it is taken, or none. */
  write(bytes: Buffer): Promise<void>;
  /** What was written is on the disk. */
  close(): Promise<void>;
}

/** A new file, for its owner's eyes alone. Rejects with a `RecordingError` when it exists already or cannot be made. */
export const fileSink = async (path: string): Promise<RecordingSink> => {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new RecordingError(
      error.code === 'EEXIST'
        ? `${path} exists already, and a recording is never written over; name another file`
        : `${path} cannot be made: ${error.code ?? error.message}`,
    );
  });
  let end = 0;
  return {
    write: async (bytes) => {
      try {
        for (let at = 0; at < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, at, bytes.length - at, end + at);
          at += bytesWritten;
        }
      } catch (error) {
        // A full disk took a part: without it the file ends with its last whole block.
        await file.truncate(end).catch(() => undefined);
        throw error;
      }
      end += bytes.length;
    },
    close: async () => {
      await file.sync().finally(() => file.close());
    },
  };
};

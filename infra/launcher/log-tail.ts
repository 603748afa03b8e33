import { closeSync, openSync, readSync, statSync } from 'node:fs';

const tailBytesMax = 256 * 1024;

/** The last lines of a text file, out of its last 256 KB. */
export const lastLines = (file: string, count: number): string => {
  const size = sizeOf(file);
  if (size === null) return '(no log yet)';
  return readFrom(file, Math.max(0, size - tailBytesMax), size)
    .trimEnd()
    .split('\n')
    .slice(-count)
    .join('\n');
};

/** Bytes of the file; null when it is not there. */
export const sizeOf = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.size ?? null;

export const readFrom = (file: string, start: number, end: number): string => {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  const descriptor = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start)).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
};

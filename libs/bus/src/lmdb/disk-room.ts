import { statfsSync } from 'node:fs';
import { transactionBytesMax } from './commit-queue.ts';

/** What is gathered for a transaction, and as much again for the pages above it: only a single call larger than that could still find no room. */
const diskRoomMin = 2 * transactionBytesMax;

/**
 * Throws while the disk of `path` has less room than that. Asked before each transaction (some microseconds), as lmdb's own failure comes
 * too late: a commit that finds no room leaves its memory in disorder, and the process may end by a signal instead of with the reason.
 */
export const checkDiskRoom = (path: string): void => {
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  if (free >= diskRoomMin) return;
  throw new Error(
    `its disk has ${(free / 2 ** 20).toFixed(1)} MiB left, and ${diskRoomMin / 2 ** 20} MiB are kept for a transaction in hand`,
  );
};

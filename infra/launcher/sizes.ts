import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const blockBytes = 512;

/** Bytes on the disk below a folder. Kafka's and QuestDB's files are longer than the disk they take, so blocks are counted. */
export const bytesOnDisk = (folder: string): number => {
  let sum = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat !== undefined) sum += stat.isDirectory() ? bytesOnDisk(path) : stat.blocks * blockBytes;
  }
  return sum;
};

const entriesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

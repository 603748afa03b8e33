import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Feed } from '@gexstream/domain';
import { UsageError } from './usage-error.ts';

/** Where one feed keeps everything; feeds never share a folder. */
export interface DataFolder {
  readonly feed: Feed;
  readonly path: string;
  /** The bus: topics, offsets, snapshots. */
  readonly log: string;
  /** The lease that names who writes here. */
  readonly lease: string;
  /** The history. */
  readonly store: string;
  /** Where the simulated market stands. */
  readonly simulator: string;
}

export const dataFolder = (root: string, feed: Feed): DataFolder => {
  const path = resolve(root, feed);
  return {
    feed,
    path,
    log: join(path, 'log'),
    lease: join(path, 'lease'),
    store: join(path, 'history.duckdb'),
    simulator: join(path, 'simulator.json'),
  };
};

export const makeFolder = (folder: DataFolder): void => {
  // Other users of the machine have no business in a trader's data.
  try {
    mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UsageError(`--data (GEX_DATA): cannot make the folder ${folder.path}: ${(error as NodeJS.ErrnoException).code}`);
  }
};

/** A replay of one recording, kept apart by what it holds; the name still tells whether a simulator was recorded. */
export const replayFeed = (recordedFeed: Feed, sha256: string): Feed =>
  `replay-${recordedFeed === 'live' ? 'live' : 'sim'}-${sha256.slice(0, 10)}`;

/** A simulation from given chains is a feed of its own: its past must not meet the plain simulator's. */
export const simulatedFeed = (chains: readonly Uint8Array[], seed: number): Feed => {
  if (chains.length === 0) return seed === 1 ? 'sim' : `sim-seed${seed}`;
  const hash = createHash('sha256').update(`seed ${seed}`);
  for (const bytes of chains) hash.update(bytes);
  return `sim-${hash.digest('hex').slice(0, 10)}`;
};

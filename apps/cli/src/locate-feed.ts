import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type LeaseHolder, readLease } from '@gexstream/bus/lmdb';
import type { Feed } from '@gexstream/domain';
import { type DataFolder, dataFolder } from './data-folder.ts';
import { UsageError } from './usage-error.ts';

export interface LocatedFeed {
  readonly folder: DataFolder;
  /** Who writes there now; null when nobody does. */
  readonly holder: LeaseHolder | null;
}

/** Every feed that has data below the root, the running ones first, then the newest. */
export const locateFeeds = async (root: string): Promise<readonly LocatedFeed[]> => {
  const names = existsSync(root) ? readdirSync(root).filter((name) => existsSync(join(root, name, 'log'))) : [];
  const feeds: LocatedFeed[] = [];
  for (const name of names) {
    const folder = dataFolder(root, name as Feed);
    feeds.push({ folder, holder: existsSync(folder.lease) ? await readLease(folder.lease, systemClock()) : null });
  }
  const modified = ({ folder }: LocatedFeed): number => statSync(folder.log).mtimeMs;
  return feeds.sort((a, b) => Number(b.holder !== null) - Number(a.holder !== null) || modified(b) - modified(a));
};

/** The feed named, else the running one, else the newest. */
export const locateFeed = async (root: string, name: string | undefined): Promise<LocatedFeed> => {
  const feeds = await locateFeeds(root);
  const found = name === undefined ? feeds[0] : feeds.find(({ folder }) => folder.feed === name);
  if (found !== undefined) return found;
  const known = feeds.map(({ folder }) => folder.feed).join(', ');
  throw new UsageError(
    name === undefined
      ? `there is no data in ${resolve(root)} yet; npm start makes some (--data names another folder)`
      : `there is no feed "${name}" in ${resolve(root)}; there is ${known === '' ? 'none' : known}`,
  );
};

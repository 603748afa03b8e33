import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What loading needs of a build: the addon, and librdkafka where the addon looks for it (`../deps`). */
const releaseFolder = 'build/Release';
const libraryFolder = 'build/deps';

/** One folder for each package version, ABI and platform, so that a build is never loaded by what it was not made for. */
export const cacheFolder = (root: string, version: string): string =>
  join(root, '.cache/node-rdkafka', `${version}-abi${process.versions.modules}-${process.platform}-${process.arch}`);

/** Keeps what was built; the folder appears whole or not at all. */
export const keepInCache = async (packageFolder: string, kept: string): Promise<void> => {
  if (existsSync(kept)) return;
  const half = `${kept}.${process.pid}`;
  await copyBuild(packageFolder, half);
  await rename(half, kept).catch(() => rm(half, { recursive: true, force: true }));
};

/** False when there is nothing to restore. */
export const restoreFromCache = async (kept: string, packageFolder: string): Promise<boolean> => {
  if (!existsSync(kept)) return false;
  await rm(join(packageFolder, 'build'), { recursive: true, force: true });
  await copyBuild(kept, packageFolder);
  return true;
};

const copyBuild = async (from: string, to: string): Promise<void> => {
  const isNeeded = (name: string): boolean => /\.(node|dll|dylib)$|\.so(\.\d+)?$/.test(name);
  for (const folder of [releaseFolder, libraryFolder]) {
    if (!existsSync(join(from, folder))) continue;
    await mkdir(join(to, folder), { recursive: true });
    for (const entry of await readdir(join(from, folder), { withFileTypes: true })) {
      if (entry.isDirectory() || !isNeeded(entry.name)) continue;
      await cp(join(from, folder, entry.name), join(to, folder, entry.name), { verbatimSymlinks: true });
    }
  }
};

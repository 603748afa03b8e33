import { rmSync } from 'node:fs';
import type { CommandLine } from './command-line.ts';
import { down } from './down.ts';
import { kindFolder, knownServers } from './known-servers.ts';
import { bytesOnDisk, megabytes } from './sizes.ts';

/** Stops the servers and deletes their folders: data, logs, passwords. Only folders in which this launcher has started one; the jars stay. */
export const reset = async (line: CommandLine): Promise<number> => {
  const folders = line.kinds
    .filter((kind) => knownServers(line.dir, [kind]).length > 0)
    .map((kind) => kindFolder(line.dir, kind));
  if (folders.length === 0) {
    process.stdout.write(`nothing was ever started in ${line.dir}\n`);
    return 0;
  }
  const what = folders.map((folder) => `${folder} (${megabytes(bytesOnDisk(folder))})`).join(', ');
  if (!line.yes) {
    process.stderr.write(`reset deletes the data, logs and passwords in ${what}. To do it: npm run infra -- reset --yes\n`);
    return 1;
  }
  await down(line);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`deleted ${what}\n`);
  return 0;
};

import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandLine } from './command-line.ts';
import { knownServers } from './known-servers.ts';
import { lastLines, readFrom, sizeOf } from './log-tail.ts';

const lineCount = 40;
const pollMs = 300;
const stepBytesMax = 1_000_000;

interface Followed {
  readonly name: string;
  readonly file: string;
  /** Bytes shown so far. */
  at: number;
}

/** The end of the logs; with -f what comes after, until Ctrl-C. */
export const logs = async (line: CommandLine): Promise<number> => {
  const files: Followed[] = knownServers(line.dir, line.kinds).flatMap((server) =>
    server.logFiles.map((file) => ({ name: server.name, file, at: sizeOf(file) ?? 0 })),
  );
  if (files.length === 0) {
    process.stdout.write(`nothing was ever started in ${line.dir}; npm run infra -- up starts it\n`);
    return 1;
  }
  for (const { name, file, at } of files)
    if (at > 0) process.stdout.write(`==> ${name}: ${file}\n${lastLines(file, lineCount)}\n`);
  while (line.follow) {
    for (const followed of files) showNew(followed);
    await sleep(pollMs);
  }
  return 0;
};

const showNew = (followed: Followed): void => {
  const size = sizeOf(followed.file);
  if (size === null || size === followed.at) return;
  // Shorter than before: it was rolled over and begun anew.
  const from = size < followed.at ? 0 : followed.at;
  const to = Math.min(size, from + stepBytesMax);
  process.stdout.write(
    readFrom(followed.file, from, to)
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => `${followed.name}: ${text}\n`)
      .join(''),
  );
  followed.at = to;
};

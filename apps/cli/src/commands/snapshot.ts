import { access, constants, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { chooseFeed } from '../compose/choose-feed.ts';
import { type OpenedPresent, presentOfOwnFeed, presentOfTopics } from '../compose/open-present.ts';
import { readStartConfig, type StartConfig } from '../config.ts';
import { endOnUncaught } from '../end-on-uncaught.ts';
import { locateFeeds } from '../locate-feed.ts';
import { startLog } from '../start-log.ts';
import { takeFlag } from '../take-flag.ts';
import { untilStopped } from '../until-stopped.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { everyMs, out, flags } = readArguments(args);
  const config = readStartConfig(flags, process.env, { servesApi: false });
  if (config.replay !== null || config.record !== null)
    throw new UsageError('gex snapshot takes no --replay and no --record: npm start does');
  await refuseUnwritable(out);
  const log = startLog(config.logLevel);
  endOnUncaught(log);
  const stopped = untilStopped();
  const present = await openPresent(config, args, stopped.promise);
  if (present === null) return 1;
  try {
    const write = async (): Promise<void> => writeOut(out, `${await present.read()}\n`);
    await write();
    while (everyMs !== null && (await goesOn(everyMs, stopped.promise, present.failed))) await write();
    return 0;
  } finally {
    await present.close();
  }
};

const readArguments = (args: readonly string[]) => {
  const { value: every, others } = takeFlag(args, '--every');
  const { value: out, others: flags } = takeFlag(others, '--out');
  const seconds = every === undefined ? null : Number(every);
  if (seconds !== null && !(every !== '' && seconds >= 1 && seconds <= 86_400))
    throw new UsageError(`--every takes seconds, 1 to 86400; got "${every}"`);
  if (out === '') throw new UsageError('--out takes a file; without it the snapshot goes to stdout');
  return { everyMs: seconds === null ? null : seconds * 1_000, out: out ?? null, flags };
};

/** Said before a feed has run for half a minute. */
const refuseUnwritable = async (out: string | null): Promise<void> => {
  if (out === null) return;
  await access(dirname(out), constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    throw cannotWrite(out, cause);
  });
};

const cannotWrite = (out: string, cause: unknown): UsageError =>
  new UsageError(`--out: cannot write ${out}: ${(cause as NodeJS.ErrnoException).code}`);

/** What runs already tells it; else the feed runs here for as long as it takes. */
const openPresent = async (
  config: StartConfig,
  args: readonly string[],
  stopped: Promise<unknown>,
): Promise<OpenedPresent | null> => {
  if (config.kafka !== null) return presentOfTopics(config);
  const runs = (await locateFeeds(config.data)).some(({ holder, folder }) => {
    return holder !== null && (config.feed === null || config.feed === folder.feed);
  });
  if (runs && config.chains.length === 0) return presentOfTopics(config);
  const log = startLog(config.logLevel);
  const { folder, access } = await chooseFeed(config, process.env, log);
  process.stderr.write(`nothing runs on ${config.data}: ${access.describe().join(', ')}\n`);
  return presentOfOwnFeed({ config, folder, access, command: ['gex snapshot', ...args].join(' '), log, stopped });
};

/** False when it is to end. */
const goesOn = (everyMs: number, stopped: Promise<unknown>, failed: Promise<never>): Promise<boolean> =>
  Promise.race([
    new Promise<boolean>((resolve) => systemClock().after(everyMs, () => resolve(true))),
    stopped.then(() => false),
    failed,
  ]);

/** Readers of the file see the one before or this one, never a half of it. */
const writeOut = async (out: string | null, text: string): Promise<void> => {
  if (out === null) {
    process.stdout.write(text);
    return;
  }
  const temporary = `${out}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, out);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cannotWrite(out, cause);
  }
};

export const snapshotCommand: Command = {
  usage: 'npx gex snapshot [--every SECONDS] [--out FILE] [flags of gex start]',
  options: [
    '--every SECONDS again and again until Ctrl-C; once without it',
    '--out FILE      replaced whole each time; stdout without it, a line a snapshot',
    'It is what /api/gex answers: all symbols by name, with totals, levels, strikes and expiries.',
    'Where a product runs on the data folder (or on --kafka LIST), its topics tell. Else the feed of gex start runs here until each symbol has been',
    'computed: live with a login, else simulated, and said on stderr. Nothing listens on a port.',
  ].join('\n'),
  run,
};

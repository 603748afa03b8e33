import { systemClock } from '@gexstream/actors';
import { chooseFeed } from '../compose/choose-feed.ts';
import { embeddedBackbone } from '../compose/embedded-backbone.ts';
import { startApps } from '../compose/start-apps.ts';
import { readStartConfig } from '../config.ts';
import { endOnUncaught } from '../end-on-uncaught.ts';
import { parseDuration } from '../parse-duration.ts';
import { startLog } from '../start-log.ts';
import { takeFlag } from '../take-flag.ts';
import { untilStopped } from '../until-stopped.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { file, forMs, flags } = readArguments(args);
  const config = readStartConfig([...flags, '--record', file], process.env);
  if (config.kafka !== null)
    throw new UsageError('gex record keeps to a data folder; on Kafka ingest records itself: gex run ingest --record FILE');
  const log = startLog(config.logLevel);
  endOnUncaught(log);
  const { folder, access } = await chooseFeed(config, process.env, log);
  const stopped = untilStopped();
  const backbone = await embeddedBackbone(folder, ['gex record', ...args].join(' '), log);
  const running = await startApps({ apps: ['ingest'], config, feed: folder.feed, backbone, feedAccess: access, log });
  const written = running.recorded!;
  process.stdout.write(`${[`recording into ${file}`, ...access.describe(), 'stop with Ctrl-C'].join('\n  ')}\n`);
  if (forMs !== null) systemClock().after(forMs, stopped.stop);
  try {
    await Promise.race([stopped.promise, running.failed, written.failed]);
  } finally {
    await running.stop();
  }
  const { entries, missing, bytes } = written.totals();
  process.stdout.write(
    `${entries} entries, ${(bytes / 1e6).toFixed(1)} MB${missing === 0 ? '' : `; ${missing} found no room while the disk was slow`}: npm start -- --replay ${file}\n`,
  );
  return 0;
};

/** The file stands first; what follows is `gex start`'s, but for `--for`. */
const readArguments = (args: readonly string[]) => {
  const [file, ...rest] = args;
  if (file === undefined || file.startsWith('-'))
    throw new UsageError('gex record takes the file to make first: gex record FILE [--for 1h]');
  const { value, others } = takeFlag(rest, '--for');
  return { file, forMs: value === undefined ? null : parseDuration('--for', value), flags: others };
};

export const recordCommand: Command = {
  usage: 'npx gex record FILE [--for TIME] [--symbols LIST] [--chain FILE]… [--data FOLDER] [--seed N] [--carry …]',
  options: [
    'FILE            a new one: nothing is written over. It holds frames and REST answers as they came, with the time of receipt, and the',
    '                configuration; no token, key or account. About 1 MB of it is lost when the process is killed, the rest can be replayed',
    '--for TIME      such as 90s, 30m, 6.5h; else until Ctrl-C',
    'The feed and the other flags are those of gex start: live with a login, else simulated. It holds the data folder as gex start does;',
    'a product that runs already records by itself when it is started with --record FILE.',
    'Replay it with npm start -- --replay FILE --speed 1|10|max.',
  ].join('\n'),
  run,
};

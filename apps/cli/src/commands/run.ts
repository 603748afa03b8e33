import type { Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import { type AppName, appNames } from '../compose/app-names.ts';
import { chooseFeed } from '../compose/choose-feed.ts';
import { distributedBackbone, type StoreUse } from '../compose/distributed-backbone.ts';
import type { FeedAccess } from '../compose/feed-access.ts';
import { apiLogin } from '../compose/hosted-login.ts';
import { remoteSimulatorFeed } from '../compose/remote-simulator-feed.ts';
import { rehearsedApp } from '../compose/schwab-login.ts';
import { startApps } from '../compose/start-apps.ts';
import { feedDefault, readStartConfig, type StartConfig } from '../config.ts';
import { makeFolder } from '../data-folder.ts';
import { endOnUncaught } from '../end-on-uncaught.ts';
import { startLog } from '../start-log.ts';
import { untilStopped } from '../until-stopped.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const [name, ...flags] = args;
  if (!isApp(name))
    throw new UsageError(`gex run takes an app, one of: ${appNames.join(', ')}${name === undefined ? '' : `; got "${name}"`}`);
  const config = readStartConfig(flags, process.env, { servesApi: name === 'api' });
  const log = startLog(config.logLevel);
  endOnUncaught(log);
  const { feed, access } = await feedOf(name, config, log);
  const hostedLogin = name === 'api' ? apiLogin(feed, config.simulator, process.env, log) : undefined;
  const backbone = await distributedBackbone(config, feed, `gexstream-${name}`, storeUse(name, config), log.child({ app: name }));
  const stopped = untilStopped();
  const abort = new AbortController();
  void stopped.promise.then((asked) => abort.abort(new Error(asked)));
  const { signal } = abort;
  const running = await startApps({ apps: [name], config, feed, backbone, feedAccess: access, hostedLogin, signal, log }).catch(
    (error: unknown) => {
      if (error === signal.reason) return null;
      throw error;
    },
  );
  // Told to stop while it waited for its turn.
  if (running === null) return 0;
  process.stdout.write(`${name} runs on ${backbone.description}${running.url === null ? '' : `, answering at ${running.url}`}\n`);
  try {
    await Promise.race([stopped.promise, running.failed]);
    return 0;
  } finally {
    await running.stop();
  }
};

/** The API gives the past from it, bots draw pictures over time; for both the present comes first. */
const storeUse = (app: AppName, { questdb }: StartConfig): StoreUse => {
  if (app === 'history') return 'needed';
  return app === 'api' || (app === 'bots' && questdb !== null) ? 'reads' : 'none';
};

const isApp = (name: string | undefined): name is AppName => appNames.some((each) => each === name);

/** Only ingest meets the feed itself; the others need its name, which their topics and tables carry. */
const feedOf = async (
  app: AppName,
  config: StartConfig,
  log: Logger,
): Promise<{ readonly feed: Feed; readonly access: FeedAccess | null }> => {
  const feed = config.feed ?? feedDefault;
  if (app !== 'ingest') return { feed, access: null };
  if (config.simulator !== null)
    return { feed, access: remoteSimulatorFeed(config, config.simulator, feed, rehearsedApp(process.env)) };
  const { folder, access } = await chooseFeed(config, process.env, log);
  makeFolder(folder);
  return { feed: folder.feed, access };
};

export const runCommand: Command = {
  usage:
    'npx gex run ingest|gex|scanner|history|api|bots --kafka HOST:PORT,… [--questdb HOST] [--simulator URL] [flags of gex start]',
  options: [
    '--kafka LIST    brokers (KAFKA_BROKERS); KAFKA_CLIENT auto|rdkafka|kafkajs',
    '                KAFKA_MEMBER NAME: the same after a restart, another for each process: after SIGKILL its partitions are back at once',
    '                KAFKA_SASL_MECHANISM plain|scram-sha-256|scram-sha-512, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD_FILE (or KAFKA_SASL_PASSWORD)',
    "                KAFKA_TLS on; KAFKA_TLS_CA_FILE where the system does not trust the brokers' authority; KAFKA_TLS_CERT_FILE and _KEY_FILE (PEM)",
    '--questdb HOST[:PORT]  for history and api (QUESTDB_HOST; QUESTDB_USER, QUESTDB_PASSWORD or QUESTDB_PASSWORD_FILE, QUESTDB_PG_PORT)',
    '                bots draw pictures over time from it, and do without where it is left out or away',
    '--feed NAME     whose topics and tables: live, sim (default), sim-… or replay-… (GEX_FEED); ingest goes by its login, chain or recording, and refuses',
    '                the name of another',
    '--simulator URL ingest reads a simulator elsewhere (npx gex sim) instead of running one inside (GEX_SIMULATOR)',
    'Any number of gex, scanner and api processes may run; of ingest and of bots one works and the others wait.',
  ].join('\n'),
  run,
};

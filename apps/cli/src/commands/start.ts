import type { Logger } from 'pino';
import { appNames } from '../compose/app-names.ts';
import type { Backbone } from '../compose/backbone.ts';
import { chooseFeed } from '../compose/choose-feed.ts';
import { embeddedBackbone } from '../compose/embedded-backbone.ts';
import { apiLogin } from '../compose/hosted-login.ts';
import { startApps } from '../compose/start-apps.ts';
import { readStartConfig, type StartConfig } from '../config.ts';
import { type DataFolder, makeFolder } from '../data-folder.ts';
import { endOnUncaught } from '../end-on-uncaught.ts';
import { startLog } from '../start-log.ts';
import { startBanner } from '../terminal/start-banner.ts';
import { untilStopped } from '../until-stopped.ts';
import type { Command } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const config = readStartConfig(args, process.env);
  const log = startLog(config.logLevel);
  endOnUncaught(log);
  const { folder, access, hints } = await chooseFeed(config, process.env, log);
  const backbone = await backboneOf(config, folder, ['gex start', ...args].join(' '), log);
  const stopped = untilStopped();
  const running = await startApps({
    apps: appNames,
    config,
    feed: folder.feed,
    backbone,
    feedAccess: access,
    hostedLogin: apiLogin(folder.feed, config.simulator, process.env, log),
    log,
  });
  process.stdout.write(
    startBanner({
      url: running.url!,
      backbone: backbone.description,
      feed: access.describe(),
      carry: access.carry ?? config.carry,
      hints,
    }),
  );
  try {
    const signal = await Promise.race([stopped.promise, running.failed]);
    process.stdout.write(`\n${signal}: stopping; what is in hand is finished and kept\n`);
    return 0;
  } finally {
    await running.stop();
  }
};

/** Kafka and QuestDB where they are named, else this machine's disk alone. */
const backboneOf = async (config: StartConfig, folder: DataFolder, command: string, log: Logger): Promise<Backbone> => {
  if (config.kafka === null && config.questdb === null) return embeddedBackbone(folder, command, log);
  makeFolder(folder);
  const { distributedBackbone } = await import('../compose/distributed-backbone.ts');
  return distributedBackbone(config, folder.feed, 'gexstream', 'needed', log);
};

export const startCommand: Command = {
  usage:
    'npm start -- [--chain FILE]… [--port N] [--host H] [--symbols LIST] [--data FOLDER] [--seed N] [--carry parity|zero|RATE,YIELD] [--record FILE]\nnpm start -- --kafka LIST --questdb HOST …\nnpm start -- --replay FILE [--speed 1|10|max] [--send]',
  options: [
    '--chain FILE    start the simulated market from a real chain (repeatable, one a symbol); its symbols are followed, and --symbols is left out',
    '--port N        of the page and the API (PORT; default 8080)',
    '--host H        address to listen on (HOST; default 127.0.0.1; elsewhere an API key is required: npx gex keys add NAME)',
    '--symbols LIST  underlyings, such as SPX,SPY (SYMBOLS; default SPX,SPY,QQQ,IWM)',
    '--scan LIST     symbols of the flow scanner (SCANNER_SYMBOLS; default 44 large ones); those not followed are asked for before each scan',
    '--data FOLDER   where the log and the history are kept (GEX_DATA; default data)',
    '--seed N        of the simulated market (GEX_SEED; default 1)',
    '--simulator URL the market of a simulator elsewhere (npx gex sim) instead of one inside (GEX_SIMULATOR)',
    '--kafka LIST    with --questdb HOST: the same apps on Kafka and QuestDB (npx gex help run tells their variables)',
    '--metrics-port N  /metrics for Prometheus, /livez and /readyz, on a port apart (GEX_METRICS_PORT, GEX_METRICS_HOST; off by default)',
    "--carry         parity (default): each expiry's forward from put–call parity of its quotes, taken at each chain answer; else from rate",
    '                0.043 and yield 0.0125, or what parity:RATE,YIELD names. Or zero, or RATE,YIELD as fractions a year (GEX_CARRY)',
    '--record FILE   keep what is received in a new file, for --replay (npx gex help record)',
    '--replay FILE   run a recording in the place of a feed, as feed replay-… of its own: the same recording gives the same rows, at any speed,',
    '                calls nobody and, without --send, notifies nobody; started again it goes on where it was',
    '--speed N|max   of a replay: feed seconds a second, or as fast as the apps take it (default 1)',
    '',
    'Further variables: LOG_LEVEL, FETCH_INTERVAL (seconds between rounds over the chains), GEX_API_KEYS (further keys, comma-separated: KEY reads, trade:KEY,',
    'admin:KEY), GEX_KEYS_PATH (npx gex help keys); GEX_STREAMED_CONTRACTS_MAX, GEX_REST_PER_MINUTE_MAX; SCHWAB_APP_KEY, SCHWAB_APP_SECRET, SCHWAB_TOKEN_PATH for live data.',
  ].join('\n'),
  run,
};

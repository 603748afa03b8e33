import { chooseFeed } from '../compose/choose-feed.ts';
import { marketOfOwnFeed, marketOfProduct, type OpenedMarket } from '../compose/open-market.ts';
import { readStartConfig, type StartConfig } from '../config.ts';
import { endOnUncaught } from '../end-on-uncaught.ts';
import { locateFeeds } from '../locate-feed.ts';
import { scanByHand } from '../operator/scan-by-hand.ts';
import { startLog } from '../start-log.ts';
import { takeFlag } from '../take-flag.ts';
import { progressLine } from '../terminal/progress.ts';
import { scanJson, scanReport } from '../terminal/scan-report.ts';
import { untilStopped } from '../until-stopped.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const limitDefault = 50;
const limitMax = 10_000;

const run = async (args: readonly string[]): Promise<number> => {
  const { json, limit, flags } = readArguments(args);
  const config = readStartConfig(flags, process.env, { servesApi: false });
  if (config.replay !== null || config.record !== null)
    throw new UsageError('gex scan now takes no --replay and no --record: it asks the market of this moment');
  endOnUncaught(startLog(config.logLevel));
  const stopped = untilStopped();
  const market = await openMarket(config, args, stopped.promise);
  if (market === null) return 1;
  const progress = progressLine();
  try {
    const scan = await scanByHand({
      market,
      symbols: config.scannerSymbols,
      carry: config.carry,
      stopped: stopped.promise,
      onProgress: (done, of) => progress.say(`${done} of ${of} chains`),
    });
    progress.end();
    process.stdout.write(json ? `${JSON.stringify(scanJson(scan, limit))}\n` : scanReport(scan, limit));
    return scan.scanned.some(({ seen }) => seen !== null) ? 0 : 1;
  } finally {
    await market.close();
  }
};

const readArguments = (args: readonly string[]) => {
  const [what, ...others] = args;
  if (what !== 'now') throw new UsageError(`gex scan takes now; got ${what === undefined ? 'nothing' : `"${what}"`}`);
  const json = others.includes('--json');
  const { value, others: flags } = takeFlag(
    others.filter((arg) => arg !== '--json'),
    '--limit',
  );
  const limit = value === undefined ? limitDefault : Number(value);
  if (!(value !== '' && Number.isInteger(limit) && limit >= 1 && limit <= limitMax))
    throw new UsageError(`--limit takes a number of contracts, 1 to ${limitMax}; got "${value}"`);
  return { json, limit, flags };
};

/** What runs already is asked; else the feed runs here for as long as it takes. */
const openMarket = async (
  config: StartConfig,
  args: readonly string[],
  stopped: Promise<unknown>,
): Promise<OpenedMarket | null> => {
  if (config.kafka !== null) return marketOfProduct(config);
  const runs = (await locateFeeds(config.data)).some(
    ({ holder, folder }) => holder !== null && (config.feed === null || config.feed === folder.feed),
  );
  if (runs && config.chains.length === 0) return marketOfProduct(config);
  const log = startLog(config.logLevel);
  const { folder, access } = await chooseFeed(config, process.env, log);
  process.stderr.write(`nothing runs on ${config.data}: ${access.describe().join(', ')}\n`);
  return marketOfOwnFeed({ config, folder, access, command: ['gex scan', ...args].join(' '), log, stopped });
};

export const scanCommand: Command = {
  usage: 'npx gex scan now [--limit N] [--json] [flags of gex start]',
  options: [
    '--limit N       contracts told, 50 without it: the highest composite score first',
    '--json          one JSON object, named as /api/top-opportunities names things, with units, ages and what was not scanned',
    '--scan LIST     what is scanned (SCANNER_SYMBOLS; 44 symbols by default)',
    'One call a symbol, for the expiries of today and the next four weeks, on the calls that are on demand; a chain too big for Schwab takes more, and all',
    'are counted. Where a product runs on the data folder it is asked (GEX_API_KEYS where it wants a key), on --kafka LIST by its topics; in the session',
    'its page shows what it scans anyway from the next minute on. Else the feed of gex start runs here until the chains have come. Out of the session the',
    'last one is looked at. Exit status 1 when nothing could be scanned.',
  ].join('\n'),
  run,
};

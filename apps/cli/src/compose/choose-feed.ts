import { readFile } from 'node:fs/promises';
import type { ChainListing } from '@gexstream/domain';
import { ChainFileError, readChainFile } from '@gexstream/schwab';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import { type DataFolder, dataFolder, simulatedFeed as simulatedFeedName } from '../data-folder.ts';
import { UsageError } from '../usage-error.ts';
import type { FeedAccess } from './feed-access.ts';
import { liveFeed } from './live-feed.ts';
import { remoteSimulatorFeed } from './remote-simulator-feed.ts';
import { replayedFeed } from './replayed-feed.ts';
import { rehearsedApp, schwabAppWithLogin } from './schwab-login.ts';
import { simulatedFeed } from './simulated-feed.ts';

export interface ChosenFeed {
  readonly folder: DataFolder;
  readonly access: FeedAccess;
  /** What to do next, a line each. */
  readonly hints: readonly string[];
}

const goLive = 'live data    SCHWAB_APP_KEY and SCHWAB_APP_SECRET, then npx gex login and npm start';
const distributed = 'distributed  npm run infra -- up, then npm start -- --kafka 127.0.0.1:9092 --questdb 127.0.0.1';
const realChain = 'real chain   npm start -- --chain FILE   (a CBOE quotedata CSV or JSON, or a saved Schwab chain)';

/**
 * A recording, or a simulator elsewhere, where one is given; live when there is a login and no chain was given; else the simulator. Never one
 * pretending to be the other: a name that was given (`--feed`, GEX_FEED) must be its own, or the other apps would read topics that stay empty.
 */
export const chooseFeed = async (
  config: StartConfig,
  environment: Readonly<Record<string, string | undefined>>,
  log: Logger,
): Promise<ChosenFeed> => {
  const chosen = await feedOf(config, environment, log);
  const { feed } = chosen.folder;
  if (config.feed === null || config.feed === feed) return chosen;
  const way =
    config.feed === 'live'
      ? 'for live set SCHWAB_APP_KEY and SCHWAB_APP_SECRET and log in'
      : 'the feed follows from the login, --chain, --seed, --simulator or --replay';
  throw new UsageError(
    `--feed (GEX_FEED) is ${config.feed}, and what would be read is ${feed}: ${way}; else name ${feed}, for every app alike`,
  );
};

const feedOf = async (
  config: StartConfig,
  environment: Readonly<Record<string, string | undefined>>,
  log: Logger,
): Promise<ChosenFeed> => {
  if (config.replay !== null) {
    const access = await replayedFeed(config.replay);
    return { folder: dataFolder(config.data, access.feed), access, hints: [] };
  }
  if (config.simulator !== null) {
    if (config.chains.length > 0) throw new UsageError('--chain does not go with --simulator: it has its own');
    // A market of its own, whatever runs there: never mixed with the one inside.
    const folder = dataFolder(config.data, 'sim-remote');
    const access = remoteSimulatorFeed(config, config.simulator, folder.feed, rehearsedApp(environment));
    return { folder, access, hints: [goLive, distributed] };
  }
  const app = config.chains.length > 0 ? null : schwabAppWithLogin(environment);
  if (app !== null) {
    const folder = dataFolder(config.data, 'live');
    return { folder, access: liveFeed(config, app), hints: [realChain, distributed] };
  }
  const files = await Promise.all(config.chains.map(async (file) => ({ file, bytes: await bytesOf(file) })));
  const listings = files.map(({ file, bytes }) => listingOf(file, bytes));
  refuseTwice(listings);
  const folder = dataFolder(
    config.data,
    simulatedFeedName(
      files.map(({ bytes }) => bytes),
      config.seed,
    ),
  );
  return {
    folder,
    access: simulatedFeed(config, folder, listings, log),
    hints: [...(listings.length === 0 ? [realChain] : []), goLive, distributed],
  };
};

const bytesOf = (file: string): Promise<Uint8Array> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `--chain: cannot read ${file}: ${error.code === 'ENOENT' ? 'no such file' : (error.code ?? error.message)}`,
    );
  });

const listingOf = (file: string, bytes: Uint8Array): ChainListing => {
  try {
    return readChainFile(bytes, file);
  } catch (error) {
    if (error instanceof ChainFileError) throw new UsageError(`--chain ${error.message}`);
    throw error;
  }
};

const refuseTwice = (listings: readonly ChainListing[]): void => {
  const seen = new Set<string>();
  for (const { underlying } of listings) {
    if (seen.has(underlying)) throw new UsageError(`--chain: two files for ${underlying}; one a symbol`);
    seen.add(underlying);
  }
};

import { systemClock } from '@gexstream/actors';
import { type ChainListing, easternDate, isoTime } from '@gexstream/domain';
import { memoryTokenStore } from '@gexstream/schwab';
import { describedSymbols, freshMarketState, marketClock, simulatedLogin, startSimulator } from '@gexstream/simulator';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import type { DataFolder } from '../data-folder.ts';
import { readSimulatorState, writeSimulatorState } from '../simulator-state.ts';
import { type FeedAccess, openedFeed } from './feed-access.ts';

/** How far a wall clock that was set back between two starts may take the market back. */
const keepEveryMs = 60_000;

/** The simulator of Schwab's servers on a free port of this machine, spoken to over HTTP and WebSocket like the real ones. */
export const simulatedFeed = (
  config: StartConfig,
  folder: DataFolder,
  chains: readonly ChainListing[],
  log: Logger,
): FeedAccess => {
  const symbols = chains.length === 0 ? config.symbols : chains.map(({ underlying }) => underlying);
  return {
    feed: folder.feed,
    carry: null,
    describe: () => [
      `SIMULATED market, seed ${config.seed}${chains.length === 0 ? '' : `, from ${chains.map(chainText).join(' and ')}`}`,
      `symbols ${symbols.join(' ')}`,
      ...chains
        .filter(({ contracts }) => contracts.every(({ openInterest }) => openInterest === 0))
        .map(({ underlying }) => `${underlying}: this chain has no open interest, so there is no exposure to show`),
    ],
    open: async () => {
      const wall = systemClock();
      const state = readSimulatorState(folder.simulator) ?? { seed: config.seed, ...freshMarketState(wall.now(), chains[0]) };
      const keep = (): void => writeSimulatorState(folder.simulator, state);
      keep();
      const clock = marketClock(wall, state, keep);
      const stopKeeping = wall.every(keepEveryMs, keep);
      const simulator = await startSimulator({
        host: '127.0.0.1',
        port: 0,
        seed: state.seed,
        clock,
        // More than is followed: what is scanned, and for whoever follows another (npx gex follow).
        symbols: [...new Set([...symbols, ...describedSymbols, ...config.scannerSymbols])],
        chains,
        log: log.child({ app: 'simulator' }),
      });
      return openedFeed(
        clock,
        {
          feed: folder.feed,
          baseUrl: simulator.url,
          appKey: simulatedLogin.appKey,
          appSecret: simulatedLogin.appSecret,
          tokenStore: memoryTokenStore({ refreshToken: simulatedLogin.refreshToken }),
          symbols,
          streamedContractsMax: config.streamedContractsMax,
          restPerMinuteMax: config.restPerMinuteMax,
          chainEveryMs: config.fetchInterval * 1_000,
        },
        async () => {
          stopKeeping();
          try {
            keep();
          } finally {
            // Where the disk is full too: its server would hold up the end of the process.
            await simulator.stop();
          }
        },
      );
    },
  };
};

const chainText = ({ underlying, source, asOf, contracts }: ChainListing): string =>
  `${underlying} ${source} of ${easternDate(asOf)} (${contracts.length} contracts, ${isoTime(asOf)})`;

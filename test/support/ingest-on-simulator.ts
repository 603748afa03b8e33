import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, decodeEvent, type StoredRecord, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type Clock, type FeedNotice, isMarketEvent, type MarketEvent } from '@gexstream/domain';
import { type Ingest, startIngest } from '@gexstream/ingest';
import { memoryTokenStore, type TokenStore } from '@gexstream/schwab';
import {
  freshMarketState,
  marketClock,
  parseFault,
  type Simulator,
  type SimulatorOptions,
  simulatedLogin,
  startSimulator,
} from '@gexstream/simulator';
import { pino } from 'pino';

const system = systemClock();

/** Ingest on a log of its own against a simulator in which anything can be made to go wrong. */
export interface IngestOnSimulator {
  readonly simulator: Simulator;
  readonly ingest: Ingest;
  readonly bus: Bus;
  /** The simulated market's. */
  readonly clock: Clock;
  readonly tokenStore: TokenStore;
  inject(...faults: readonly string[]): void;
  records(name: string): Promise<readonly StoredRecord[]>;
  notices(): Promise<readonly FeedNotice[]>;
  /** Topic `market`, partition by partition. */
  market(): Promise<readonly MarketEvent[]>;
  stop(): Promise<void>;
}

/** Traded beside the one that is configured: for whoever demands it. */
export const demandableSymbol = 'XSP';

export const ingestOnSimulator = async (
  symbol: string,
  tokenStore: TokenStore = memoryTokenStore({ refreshToken: simulatedLogin.refreshToken }),
  simulated: Pick<SimulatorOptions, 'limits' | 'onFrameSent'> & { readonly faults?: readonly string[] } = {},
): Promise<IngestOnSimulator> => {
  const folder = await mkdtemp(join(tmpdir(), 'ingest-faults-'));
  const bus: Bus = await openLmdbBus({ path: folder, clock: system });
  await bus.declareTopics(allTopics);
  const clock = marketClock(system, freshMarketState(system.now()));
  const symbols = [symbol, demandableSymbol];
  const { faults = [], ...options } = simulated;
  const simulator = await startSimulator({ host: '127.0.0.1', port: 0, seed: 1, clock, symbols, ...options });
  const inject = (...names: readonly string[]): void => {
    for (const name of names) simulator.faults.inject(parseFault(name));
  };
  inject(...faults);
  const { appKey, appSecret } = simulatedLogin;
  const ingest = await startIngest({
    bus,
    clock,
    wallClock: system,
    log: pino({ level: 'silent' }),
    config: {
      feed: 'sim',
      baseUrl: simulator.url,
      appKey,
      appSecret,
      tokenStore,
      symbols: [symbol],
      streamedContractsMax: 200,
      chainEveryMs: 3_000,
      expiryDaysMax: 30,
    },
    seed: 1,
  });
  const records = async (name: string): Promise<readonly StoredRecord[]> => {
    const partitions = await bus.offsets(name);
    const parts = await Promise.all(
      partitions.map(({ partition, start, end }) => bus.read(name, partition, start, end, end - start)),
    );
    return parts.flat();
  };
  return {
    simulator,
    ingest,
    bus,
    clock,
    tokenStore,
    inject,
    records,
    notices: async () => (await records(topic.feedNotices.name)).map(({ value }) => decodeEvent(value!).body as FeedNotice),
    market: async () => (await records(topic.market.name)).map(({ value }) => decodeEvent(value!)).filter(isMarketEvent),
    stop: async () => {
      await ingest.stop();
      await simulator.stop();
      await bus.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

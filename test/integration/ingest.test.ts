import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, decodeEvent, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type Envelope, type FeedSymbol, isMarketEvent, type MarketEvent } from '@gexstream/domain';
import { type Ingest, type IngestConfig, startIngest } from '@gexstream/ingest';
import { memoryTokenStore } from '@gexstream/schwab';
import { freshMarketState, marketClock, type Simulator, simulatedLogin, startSimulator } from '@gexstream/simulator';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';

const symbols = ['SPX', 'SPY', 'QQQ', 'IWM'];
const system = systemClock();
const log = pino({ level: 'silent' });

/** Everything topic `market` holds, by partition, in offset order. */
const readMarket = async (bus: Bus): Promise<readonly (readonly MarketEvent[])[]> => {
  const partitions = await bus.offsets(topic.market.name);
  return Promise.all(
    partitions.map(async ({ partition, start, end }) => {
      const records = await bus.read(topic.market.name, partition, start, end, end - start);
      return records.map(({ value }) => marketEvent(decodeEvent(value!)));
    }),
  );
};

const marketEvent = (event: Envelope<string, unknown>): MarketEvent => {
  if (!isMarketEvent(event)) throw new Error(`not an event of topic market: ${event.kind}`);
  return event;
};

describe('ingest against the simulator, over HTTP and WebSocket, on the lmdb log', () => {
  let folder: string;
  let bus: Bus;
  let simulator: Simulator;
  let config: IngestConfig;
  let followed: readonly FeedSymbol[];
  const clock = marketClock(system, freshMarketState(system.now()));
  const start = (): Promise<Ingest> => startIngest({ bus, clock, wallClock: system, log, config, seed: 1 });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ingest-'));
    bus = await openLmdbBus({ path: folder, clock: system });
    await bus.declareTopics(allTopics);
    simulator = await startSimulator({ host: '127.0.0.1', port: 0, seed: 1, clock, symbols });
    config = {
      feed: 'sim',
      baseUrl: simulator.url,
      appKey: simulatedLogin.appKey,
      appSecret: simulatedLogin.appSecret,
      tokenStore: memoryTokenStore({ refreshToken: simulatedLogin.refreshToken }),
      symbols,
      streamedContractsMax: 400,
      chainEveryMs: 600_000,
    };
  });

  afterAll(async () => {
    await simulator?.stop();
    await bus?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('every underlying gets its whole chain, then streamed updates; numbers have no holes and event time never falls', async () => {
    const ingest = await start();
    await until('all symbols streamed', () => {
      const status = ingest.status();
      return status.state === 'live' && status.symbols.every(({ contracts, streamed }) => contracts > 100 && streamed > 0);
    });
    await until('stream records of all symbols', async () => {
      const events = (await readMarket(bus)).flat();
      return symbols.every((symbol) =>
        events.some((event) => event.underlying === symbol && event.kind === 'option-updates' && event.body.origin === 'stream'),
      );
    });
    followed = ingest.status().symbols;
    await ingest.stop();

    const partitions = await readMarket(bus);
    const events = partitions.flat();
    for (const symbol of symbols) {
      const own = events.filter(({ underlying }) => underlying === symbol);
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, index) => index + 1));
      expect(own.some((event) => event.kind === 'option-updates' && event.body.listing !== undefined)).toBe(true);
      expect(own.some((event) => event.kind === 'underlying-quote' && event.body.origin === 'stream')).toBe(true);
      expect(own.some((event) => event.kind === 'feed-link' && event.body.stream === 'up')).toBe(true);
      expect(own.filter(({ kind }) => kind === 'gap')).toEqual([]);
    }
    for (const partition of partitions) {
      const times = partition.map(({ eventMs }) => eventMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(partition.some(({ kind }) => kind === 'time-mark')).toBe(true);
      expect(partition.every(({ eventMs, receiveMs }) => eventMs <= receiveMs)).toBe(true);
    }
    expect(ingest.status().counters.garbage).toBe(0);
    expect(ingest.status().symbols.reduce((sum, { contracts }) => sum + contracts, 0)).toBeGreaterThan(1_000);
    await ingest.done;
  });

  test('C-14: what is over the cap of streamed contracts comes by REST, to the last contract', async () => {
    const events = (await readMarket(bus)).flat();
    const named = (origin: 'stream' | 'rest'): ReadonlySet<string> =>
      new Set(
        events.flatMap((event) => (event.kind === 'option-updates' && event.body.origin === origin ? event.body.symbols : [])),
      );
    const [streamed, polled] = [named('stream'), named('rest')];
    expect(followed.reduce((sum, symbol) => sum + symbol.streamed, 0)).toBeLessThanOrEqual(400);
    expect(polled.size).toBeGreaterThanOrEqual(followed.reduce((sum, { contracts }) => sum + contracts, 0));
    expect(polled.size).toBeGreaterThan(3_000);
    expect([...streamed].every((symbol) => polled.has(symbol))).toBe(true);
  });

  test('a second start says for how long nothing was received, and goes on counting', async () => {
    const before = (await readMarket(bus)).flat();
    const ingest = await start();
    await until('records of the second run', () => ingest.status().symbols.every(({ contracts }) => contracts > 0));
    await ingest.stop();

    const events = (await readMarket(bus)).flat();
    for (const symbol of symbols) {
      const earlier = before.filter(({ underlying }) => underlying === symbol);
      const own = events.filter(({ underlying }) => underlying === symbol);
      const last = earlier.at(-1)!;
      const first = own[earlier.length]!;
      expect(first).toMatchObject({
        kind: 'gap',
        seq: last.seq + 1,
        body: { fromMs: last.eventMs, reason: 'ingest was not running' },
      });
      expect(first.run).not.toBe(last.run);
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, index) => index + 1));
    }
  });

  test('when the socket is cut, readers hear of it, and of the time away once it is back', async () => {
    const before = (await readMarket(bus)).flat().length;
    const ingest = await start();
    await until('live', () => ingest.status().state === 'live');
    const { url } = simulator;
    await simulator.stop();
    await until('the loss is noticed', () => ingest.status().state === 'reconnecting');
    simulator = await startSimulator({ host: '127.0.0.1', port: Number(new URL(url).port), seed: 1, clock, symbols });
    await until('live again', () => ingest.status().state === 'live');
    await ingest.stop();

    const events = (await readMarket(bus)).flat();
    expect(events.length).toBeGreaterThan(before);
    const run = events.findLast(({ kind }) => kind === 'feed-link')!.run;
    for (const symbol of symbols) {
      const own = events.filter((event) => event.run === run && event.underlying === symbol);
      const links = own.flatMap((event) => (event.kind === 'feed-link' ? [event.body.stream] : []));
      expect(links).toEqual(['down', 'up', 'down', 'up', 'down']);
      expect(own.some((event) => event.kind === 'gap' && event.body.reason === 'the stream was away')).toBe(true);
    }
  });
});

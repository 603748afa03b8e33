import { isDeepStrictEqual } from 'node:util';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, topic } from '@gexstream/bus';
import { type Gex, startGex } from '@gexstream/gex';
import { type Ingest, type IngestStatus, ingestSamples, startIngest } from '@gexstream/ingest';
import { memoryTokenStore } from '@gexstream/schwab';
import { freshMarketState, marketClock, type Simulator, simulatedLogin, startSimulator } from '@gexstream/simulator';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readAll } from '../contract/bus-records.ts';
import { kafkaServer, serversMissing } from '../support/servers.ts';
import { smallDisk } from './full-disk.ts';
import { openWay, ways } from './kafka-bus-under-test.ts';
import { cleanRunOf, gexCaughtUp, marketOf, outputsOf } from './market-reading.ts';
import { nativeMissing } from './native-missing.ts';

const symbols = ['SPX', 'SPY'];
/** Reached within seconds, so that what is dropped can be looked at. */
const outbox = { bytesMax: 64 * 2 ** 20, draftsMax: 30 };
const system = systemClock();
const log = pino({ level: 'silent' });
const disk = serversMissing() === null ? smallDisk(96) : null;

describe.skipIf(serversMissing() !== null || nativeMissing() !== null)('ingest and gex while Kafka is away', () => {
  let server: Awaited<ReturnType<typeof kafkaServer>>;
  let simulator: Simulator;
  let ingest: Ingest;
  let gex: Gex;
  let buses: Bus[] = [];
  const clock = marketClock(system, freshMarketState(system.now()));

  beforeAll(async () => {
    // Where it can be, the log lies on a small disk that a test fills. The session outlasts a restart: one that ended amid it had the coordinator
    // loaded, unloaded and loaded again, and once in many runs it stayed unloaded.
    const properties = { 'broker.session.timeout.ms': '9000', ...(disk === null ? {} : { 'log.dirs': disk.path }) };
    server = await kafkaServer({ properties });
    simulator = await startSimulator({ host: '127.0.0.1', port: 0, seed: 1, clock, symbols });
  });
  afterEach(async () => {
    await Promise.all([ingest?.stop(), gex?.stop()]);
    await Promise.all(buses.map((bus) => bus.close()));
    buses = [];
  });
  afterAll(async () => {
    await simulator?.stop();
    await server?.stop();
    disk?.remove();
  });

  const start = async (way: (typeof ways)[number], feed: `sim-${string}`): Promise<Bus> => {
    // As in production each app has its own connections.
    buses = await Promise.all([0, 1, 2].map(() => openWay(way, server.bootstrap, feed)));
    const [ingestBus, gexBus, reader] = buses as [Bus, Bus, Bus];
    await reader.declareTopics(allTopics);
    gex = await startGex({ bus: gexBus, clock: system, log, carry: { kind: 'zero' } });
    ingest = await startIngest({
      bus: ingestBus,
      clock,
      wallClock: system,
      log,
      seed: 1,
      outbox,
      config: {
        feed,
        baseUrl: simulator.url,
        appKey: simulatedLogin.appKey,
        appSecret: simulatedLogin.appSecret,
        tokenStore: memoryTokenStore({ refreshToken: simulatedLogin.refreshToken }),
        symbols,
        streamedContractsMax: 200,
        expiryDaysMax: 2,
        chainEveryMs: 600_000,
      },
    });
    await expect.poll(() => ingest.status().state, { timeout: 60_000 }).toBe('live');
    const levels = async (): Promise<number> => (await reader.offsets(topic.levels.name)).filter(({ end }) => end > 0).length;
    await expect.poll(levels, { timeout: 60_000, interval: 500 }).toBe(2);
    return reader;
  };

  const dropped = (): number => Object.values(ingest.status().outbox.dropped).reduce((sum, { records }) => sum + records, 0);

  /** The socket is read on, the outbox fills and then drops, and says so in the metrics; nothing ends. */
  const outage = async (begin: () => Promise<void>, end: () => Promise<void>): Promise<void> => {
    await begin();
    await expect.poll(() => ingest.status().outbox.waitedMs, { timeout: 60_000 }).toBeGreaterThan(1_500);
    const before = { dropped: dropped(), frames: ingest.status().counters.frames };
    await expect.poll(dropped, { timeout: 90_000 }).toBeGreaterThan(before.dropped + 20);
    await expect.poll(() => ingest.status().counters.frames, { timeout: 60_000 }).toBeGreaterThan(before.frames + 5);
    expect(ingest.status().outbox.drafts).toBeLessThanOrEqual(outbox.draftsMax);
    const age = ingestSamples(ingest.status()).find(({ metric }) => metric === 'outboxAge');
    expect(age!.value).toBeGreaterThan(1.5);
    await end();
  };

  /** Of each underlying, what the gaps on `market` say was dropped. */
  const saidDropped = async (reader: Bus): Promise<IngestStatus['outbox']['dropped']> => {
    const said: Record<string, { records: number; updates: number }> = {};
    for (const [underlying, events] of await marketOf(reader)) {
      for (const event of events) {
        const counts = event.kind === 'gap' ? /: (\d+) records with (\d+) updates dropped/.exec(event.body.reason) : null;
        if (counts === null) continue;
        const { records, updates } = said[underlying] ?? { records: 0, updates: 0 };
        said[underlying] = { records: records + Number(counts[1]), updates: updates + Number(counts[2]) };
      }
    }
    return said;
  };

  /** Gaps say exactly what was dropped, numbers have no holes, and what was accepted gives the outputs of a clean run. */
  const checkLog = async (reader: Bus): Promise<void> => {
    const saidAll = async (): Promise<boolean> => isDeepStrictEqual(await saidDropped(reader), ingest.status().outbox.dropped);
    await expect.poll(saidAll, { timeout: 120_000, interval: 1_000 }).toBe(true);
    await ingest.stop();
    await ingest.done;
    for (const events of (await marketOf(reader)).values()) {
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
      for (const event of events) if (event.kind === 'gap') expect(event.body.toMs).toBeLessThanOrEqual(event.eventMs);
    }
    await gexCaughtUp(reader);
    const market = await readAll(reader, topic.market.name);
    expect(await outputsOf(reader)).toEqual(await cleanRunOf(market));
  };

  test('K1: a killed broker that comes back', async () => {
    const reader = await start(ways[1]!, 'sim-k1');
    await outage(
      () => server.brokers[0]!.kill('SIGKILL'),
      () => server.brokers[0]!.restart(),
    );
    await checkLog(reader);
  }, 400_000);

  test.skipIf(disk === null)(
    'K7: a broker whose disk is full, until there is space again',
    async () => {
      const reader = await start(ways[0]!, 'sim-k7');
      await outage(
        async () => disk!.fill(),
        async () => {
          disk!.free();
          await server.brokers[0]!.restart();
        },
      );
      await checkLog(reader);
    },
    400_000,
  );
});

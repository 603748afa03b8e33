import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, topic } from '@gexstream/bus';
import { openKafkaJsBus } from '@gexstream/bus/kafkajs';
import type { Feed } from '@gexstream/domain';
import { allTables } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CleanRun, cleanRun, historyCaughtUp, storedRows } from '../support/clean-run.ts';
import { allCommitted, allRecords, byIdentity, outputsOf } from '../support/gex-log.ts';
import { type GexProcess, gexProcess } from '../support/gex-process.ts';
import { hostileRecords } from '../support/hostile-records.ts';
import { marketLog, mulberry32 } from '../support/market-log.ts';
import { marketTables, scannedRows, scannedSymbols, scannerCaughtUp, scannerLog, scannerTables } from '../support/scanner-log.ts';
import { kafkaServer, questDbServer, serversMissing } from '../support/servers.ts';
import { nativeMissing } from './native-missing.ts';

// One recording through gex processes that are killed, stopped and joined by others: always the outputs of a clean embedded run.
const missing = serversMissing() ?? nativeMissing();
const recorded = marketLog({ seed: 11, symbols: ['SPX', 'RUT', 'SPY'], seconds: 62, withTicks: true });
/** The n-th of so many parts. */
const part = (n: number, parts: number) =>
  recorded.slice(Math.floor((recorded.length * n) / parts), Math.floor((recorded.length * (n + 1)) / parts));
const untilMs = { timeout: 120_000, interval: 100 };

describe.skipIf(missing !== null)('processes on Kafka', () => {
  let folder = '';
  let clean: CleanRun;
  let kafka: Awaited<ReturnType<typeof kafkaServer>>;
  let questDb: Awaited<ReturnType<typeof questDbServer>>;
  let bus: Bus;
  let running: GexProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-faults-'));
    // The dead are found quickly: a kill costs its session's time-out before another has the partitions.
    const properties = {
      'group.consumer.min.session.timeout.ms': '1000',
      'group.consumer.session.timeout.ms': '2000',
      'group.consumer.heartbeat.interval.ms': '500',
    };
    [kafka, questDb] = await Promise.all([kafkaServer({ properties }), questDbServer()]);
    writeFileSync(join(folder, 'password'), questDb.password, { mode: 0o600 });
    clean = await cleanRun(recorded, join(folder, 'clean'));
  });
  afterEach(async () => {
    await Promise.all(running.map((each) => each.kill().catch(() => {})));
    running = [];
    await bus?.close();
  });
  afterAll(async () => {
    await Promise.all([kafka?.stop(), questDb?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const openFeed = async (feed: Feed): Promise<void> => {
    bus = await openKafkaJsBus({ brokers: [kafka.bootstrap], clientId: 'test', feed, clock: systemClock() });
    await bus.declareTopics(allTopics);
  };
  const start = async (app: string, feed: Feed, client: string): Promise<GexProcess> => {
    const environment = {
      KAFKA_BROKERS: kafka.bootstrap,
      KAFKA_CLIENT: client,
      QUESTDB_HOST: `${questDb.host}:${questDb.httpPort}`,
      QUESTDB_PG_PORT: String(questDb.pgPort),
      QUESTDB_USER: questDb.user,
      QUESTDB_PASSWORD_FILE: join(folder, 'password'),
      GEX_FEED: feed,
      SCANNER_SYMBOLS: scannedSymbols.join(),
      GEX_DATA: folder,
    };
    const started = await gexProcess(['run', app], environment, new RegExp(`${app} runs on`));
    running.push(started);
    return started;
  };
  const published = async (name: string): Promise<number> => (await bus.offsets(name)).reduce((sum, { end }) => sum + end, 0);
  const caughtUp = (): Promise<void> => expect.poll(() => allCommitted(bus), untilMs).toBe(true);
  const expectCleanOutputs = async (): Promise<void> => expect(byIdentity(await outputsOf(bus))).toEqual(clean.outputs);

  test('K3: hostile bytes in the recording: one dead letter each, and the same rows in QuestDB as embedded in DuckDB, of every table', async () => {
    await openFeed('sim');
    const middle = Math.floor(recorded.length / 2);
    await bus.publish(recorded.slice(0, middle));
    const hostile = hostileRecords(recorded.find(({ key }, at) => at >= middle && key === 'SPX')!);
    await bus.publish(hostile);
    await bus.publish(recorded.slice(middle));
    const [, , api] = await Promise.all([
      start('gex', 'sim', 'rdkafka'),
      start('history', 'sim', 'kafkajs'),
      start('api', 'sim', 'kafkajs'),
    ]);
    await caughtUp();
    await expect.poll(() => historyCaughtUp(bus), untilMs).toBe(true);
    const { host, httpPort, pgPort, user, password } = questDb;
    const store = await openQuestDbStore({ host, httpPort, pgPort, user, password, feed: 'sim', clock: systemClock() });
    await store.declareTables(allTables);
    const rows = await storedRows(store);
    await store.close();
    for (const table of marketTables) {
      expect(Object.keys(clean.rows[table] ?? {}).length, table).toBeGreaterThan(0);
      expect(rows[table], table).toEqual(clean.rows[table]);
    }
    const letters = (await allRecords(bus, topic.deadLetters.name)).map(
      ({ value }) => JSON.parse(Buffer.from(value!).toString()) as { readonly topic: string; readonly offset: number },
    );
    expect(new Set(letters.map(({ topic: name, offset }) => `${name}@${offset}`)).size).toBe(hostile.length);
    expect(letters.map(({ topic: name }) => name).sort()).toEqual(hostile.map(({ topic: name }) => name).sort());
    const url = /answering at (http:\S+)/.exec(api.printed())![1]!;
    await expect.poll(async () => (await fetch(`${url}/api/gex/SPX`)).status, untilMs).toBe(200);
    expect(running.map(({ process: { exitCode } }) => exitCode)).toEqual([null, null, null]);
  });

  test('S-11: the scanner on Kafka and QuestDB: the rows that it gives embedded, of every table of its own', async () => {
    const log = scannerLog();
    const expected = await scannedRows([...recorded, ...log], join(folder, 'scanned'));
    await openFeed('sim');
    await bus.publish(log);
    await Promise.all([start('scanner', 'sim', 'kafkajs'), start('history', 'sim', 'kafkajs')]);
    await expect.poll(() => scannerCaughtUp(bus), untilMs).toBe(true);
    await expect.poll(() => historyCaughtUp(bus), untilMs).toBe(true);
    const { host, httpPort, pgPort, user, password } = questDb;
    const store = await openQuestDbStore({ host, httpPort, pgPort, user, password, feed: 'sim', clock: systemClock() });
    await store.declareTables(allTables);
    const rows = await storedRows(store);
    await store.close();
    for (const table of scannerTables) {
      expect(Object.keys(expected[table]!).length, table).toBeGreaterThan(0);
      expect(rows[table], table).toEqual(expected[table]);
    }
  });

  test('P1, X-04: SIGKILL at 20 random points, each with a restart', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.info(`P1: seed ${seed}`);
    const random = mulberry32(seed);
    await openFeed('replay-p1');
    for (let round = 0; round < 20; round++) {
      await bus.publish(part(round, 20));
      const [gex, until] = [await start('gex', 'replay-p1', 'rdkafka'), (await published('levels')) + Math.floor(random() * 300)];
      while ((await published('levels')) < until && !(await allCommitted(bus))) await setTimeout(5);
      await gex.kill();
    }
    await start('gex', 'replay-p1', 'rdkafka');
    await caughtUp();
    await expectCleanOutputs();
  }, 600_000);

  test.each(['kafkajs', 'rdkafka'])(
    'P4: SIGTERM under load with %s: flushed, committed, status 0; nothing missing after the next start',
    async (client) => {
      const feed = `replay-p4-${client}` as const;
      await openFeed(feed);
      await bus.publish(recorded);
      const gex = await start('gex', feed, client);
      await expect.poll(() => published('levels'), { ...untilMs, interval: 5 }).toBeGreaterThan(100);
      const asked = performance.now();
      expect(await gex.stop()).toBe(0);
      console.info(`P4: ${client} stopped within ${Math.round(performance.now() - asked)} ms`);
      await start('gex', feed, client);
      await caughtUp();
      await expectCleanOutputs();
    },
  );

  test.each(['kafkajs', 'rdkafka'])(
    'K4: replicas of %s join, leave, and sleep through their session',
    async (client) => {
      const feed = `replay-k4-${client}` as const;
      await openFeed(feed);
      const first = await start('gex', feed, client);
      await bus.publish(part(0, 5));
      const second = await start('gex', feed, client);
      await bus.publish(part(1, 5));
      await caughtUp();
      const third = await start('gex', feed, client);
      await bus.publish(part(2, 5));
      // In the middle of its work, for longer than its session: the others go on in its place.
      first.process.kill('SIGSTOP');
      await caughtUp();
      await bus.publish(part(3, 5));
      await caughtUp();
      first.process.kill('SIGCONT');
      expect(await second.stop()).toBe(0);
      expect(await third.stop()).toBe(0);
      await bus.publish(part(4, 5));
      await caughtUp();
      expect(first.process.exitCode).toBeNull();
      await expectCleanOutputs();
    },
    400_000,
  );
});

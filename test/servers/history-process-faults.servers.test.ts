import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type StoredRecord, topic } from '@gexstream/bus';
import { openKafkaJsBus } from '@gexstream/bus/kafkajs';
import { allTables, type Store } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CleanRun, cleanRun, historyCaughtUp, storedRows } from '../support/clean-run.ts';
import { allRecords, openLog } from '../support/gex-log.ts';
import { type GexProcess, gexProcess } from '../support/gex-process.ts';
import { marketLog, mulberry32 } from '../support/market-log.ts';
import { marketTables } from '../support/scanner-log.ts';
import { kafkaServer, questDbServer, serversMissing } from '../support/servers.ts';
import { nativeMissing } from './native-missing.ts';

const missing = serversMissing() ?? nativeMissing();
const recorded = marketLog({ seed: 12, symbols: ['SPX', 'RUT', 'SPY'], seconds: 62, withTicks: true });
const untilMs = { timeout: 120_000, interval: 100 };
const kills = 6;

describe.skipIf(missing !== null)('the history process', () => {
  let folder = '';
  let clean: CleanRun;
  /** What the history reads, as the clean run published it. */
  let inputs: readonly StoredRecord[];
  let kafka: Awaited<ReturnType<typeof kafkaServer>>;
  let questDb: Awaited<ReturnType<typeof questDbServer>>;
  let bus: Bus;
  let store: Store;
  let running: GexProcess | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-history-faults-'));
    // The dead are found quickly: a kill costs its session's time-out before the next start has the partitions.
    const properties = {
      'group.consumer.min.session.timeout.ms': '1000',
      'group.consumer.session.timeout.ms': '1500',
      'group.consumer.heartbeat.interval.ms': '500',
    };
    [kafka, questDb] = await Promise.all([kafkaServer({ properties }), questDbServer()]);
    writeFileSync(join(folder, 'password'), questDb.password, { mode: 0o600 });
    clean = await cleanRun(recorded, join(folder, 'clean'));
    const log = await openLog(join(folder, 'clean', 'log'));
    const topics = [topic.levels, topic.profiles, topic.exposures, topic.ticks].map(({ name }) => allRecords(log, name));
    inputs = (await Promise.all(topics)).flat().toSorted((a, b) => a.timestampMs - b.timestampMs);
    await log.close();
    bus = await openKafkaJsBus({ brokers: [kafka.bootstrap], clientId: 'test', feed: 'sim', clock: systemClock() });
    await bus.declareTopics(allTopics);
    const { host, httpPort, pgPort, user, password } = questDb;
    store = await openQuestDbStore({ host, httpPort, pgPort, user, password, feed: 'sim', clock: systemClock() });
    await store.declareTables(allTables);
  });
  afterEach(async () => {
    await running?.kill().catch(() => {});
  });
  afterAll(async () => {
    await Promise.all([bus?.close(), store?.close()]);
    await Promise.all([kafka?.stop(), questDb?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<GexProcess> => {
    const environment = {
      KAFKA_BROKERS: kafka.bootstrap,
      KAFKA_CLIENT: 'rdkafka',
      QUESTDB_HOST: `${questDb.host}:${questDb.httpPort}`,
      QUESTDB_PG_PORT: String(questDb.pgPort),
      QUESTDB_USER: questDb.user,
      QUESTDB_PASSWORD_FILE: join(folder, 'password'),
      GEX_FEED: 'sim',
      GEX_DATA: folder,
    };
    running = await gexProcess(['run', 'history'], environment, /history runs on/);
    return running;
  };
  /** The n-th of the parts, one for each kill and the last one for SIGTERM. */
  const part = (n: number) =>
    inputs.slice(Math.floor((inputs.length * n) / (kills + 1)), Math.floor((inputs.length * (n + 1)) / (kills + 1)));
  const rowCount = async (): Promise<number> =>
    (await Promise.all(allTables.map((table) => store.count(table)))).reduce((sum, count) => sum + count, 0);
  /** Resolves with the rows there are once there are so many, or all that were published. */
  const untilRows = async (wanted: number): Promise<number> => {
    for (;;) {
      const rows = await rowCount();
      if (rows >= wanted || (await historyCaughtUp(bus))) return rows;
      await setTimeout(5);
    }
  };

  test('P1, X-04: SIGKILL at 6 random points and SIGTERM under load, each with a restart: the rows of a clean run, of every table', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.info(`P1: history, seed ${seed}`);
    const random = mulberry32(seed);
    const cleanRows = Object.values(clean.rows).reduce((sum, rows) => sum + Object.keys(rows).length, 0);
    for (let round = 0; round < kills; round++) {
      await bus.publish(part(round));
      // Rows are there before their records are committed: points before, between and after both are hit.
      const wanted = (await rowCount()) + Math.floor((random() * cleanRows) / kills);
      const history = await start();
      await untilRows(wanted);
      await history.kill();
    }
    await bus.publish(part(kills));
    const before = await rowCount();
    const history = await start();
    await untilRows(before + 1);
    expect(await history.stop()).toBe(0);
    await start();
    await expect.poll(() => historyCaughtUp(bus), untilMs).toBe(true);
    const rows = await storedRows(store);
    for (const table of marketTables) {
      expect(Object.keys(clean.rows[table] ?? {}).length, table).toBeGreaterThan(0);
      expect(rows[table], table).toEqual(clean.rows[table]);
    }
    expect(await allRecords(bus, topic.deadLetters.name)).toEqual([]);
  });
});

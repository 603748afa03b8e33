import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus } from '@gexstream/bus';
import { openKafkaJsBus } from '@gexstream/bus/kafkajs';
import type { Feed } from '@gexstream/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishRecordings } from '../support/logged-market.ts';
import { gex } from '../support/product.ts';
import { recordDay } from '../support/recorded-day.ts';
import { kafkaServer, serversMissing } from '../support/servers.ts';

const missing = serversMissing();
const symbols = ['SPY', 'NVDA'];
const dates = ['2026-11-19', '2026-11-20'];

describe.skipIf(missing !== null)('a backtest of what Kafka holds', () => {
  let folder = '';
  let recordings: readonly string[];
  let kafka: Awaited<ReturnType<typeof kafkaServer>>;
  let buses: readonly Bus[] = [];
  const openBus = (feed: Feed): Promise<Bus> =>
    openKafkaJsBus({ brokers: kafka.bootstrap.split(','), clientId: 'backtest-test', feed, clock: systemClock() });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-backtest-kafka-'));
    kafka = await kafkaServer();
    recordings = dates.map((date) => join(folder, `${date}.rec`));
    for (const [at, path] of recordings.entries())
      await recordDay(path, { seed: 7, dates: [dates[at]!], followed: symbols, streamedContracts: 10, demanded: [] });
    buses = await Promise.all([openBus('sim'), openBus('sim-empty')]);
    for (const bus of buses) await bus.declareTopics(allTopics);
    await publishRecordings(recordings, buses[0]!);
  });
  afterAll(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const flags = ['--scan', symbols.join(','), '--carry', 'zero', '--json'];
  /** What was measured, and where it says that it read. */
  const backtest = async (...args: readonly string[]) => {
    const { stdout, stderr } = await gex('backtest', ...args, ...flags);
    expect(stdout, stderr).not.toBe('');
    const { source, ...measured } = JSON.parse(stdout) as {
      readonly source: string;
      readonly opportunities: number;
      readonly option_updates: number;
    };
    return { source, measured };
  };
  const onKafka = (...args: readonly string[]) =>
    backtest(...args, '--kafka', kafka.bootstrap, '--questdb', '127.0.0.1', '--data', folder);

  test('gives what its recordings give, on one thread and on two', async () => {
    const { measured: recorded } = await backtest(...recordings);
    expect(recorded.opportunities).toBeGreaterThan(10);
    for (const threads of ['1', '2']) {
      const { source, measured } = await onKafka('--threads', threads);
      expect(source).toBe(`log of Kafka ${kafka.bootstrap}, feed sim`);
      expect(measured, `${threads} threads`).toEqual(recorded);
    }
  });

  test('so it does by a rule, from a date on', async () => {
    const rule = ['--rule', 'SPY composite >= 60', '--from', '2026-11-20'];
    const { measured: ruled } = await backtest(...recordings, ...rule);
    expect(ruled.opportunities).toBeGreaterThan(0);
    expect((await onKafka(...rule)).measured).toEqual(ruled);
  });

  test('says so where the feed has no market, or no topics', async () => {
    const where = ['--kafka', kafka.bootstrap, '--questdb', '127.0.0.1', '--data', folder];
    const empty = await gex('backtest', ...where, '--feed', 'sim-empty');
    expect([empty.status, empty.stderr]).toEqual([2, expect.stringContaining('feed sim-empty holds no market')]);
    const unknown = await gex('backtest', ...where, '--feed', 'sim-unknown');
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('feed sim-unknown has no topics')]);
  });
});

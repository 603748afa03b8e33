import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type Bus, rowDeadLetters, topic } from '@gexstream/bus';
import { openKafkaJsBus } from '@gexstream/bus/kafkajs';
import { epochMs, type Feed } from '@gexstream/domain';
import { gexLevels, type Store } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedStatus, fillFeed, levelRecords } from '../support/filled-feed.ts';
import { gex } from '../support/product.ts';
import { kafkaServer, questDbServer, serversMissing } from '../support/servers.ts';

// What an operator types, against real Kafka and real QuestDB. The tests go on where the one before stopped.
const missing = serversMissing();
const clock = systemClock();

describe.skipIf(missing !== null)('operator commands on Kafka and QuestDB', () => {
  let folder = '';
  let kafka: Awaited<ReturnType<typeof kafkaServer>>;
  let questDb: Awaited<ReturnType<typeof questDbServer>>;
  let bus: Bus;
  let store: Store;
  let ingest: ReturnType<typeof setInterval>;
  let where: readonly string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-operator-'));
    [kafka, questDb] = await Promise.all([kafkaServer(), questDbServer()]);
    where = ['--kafka', kafka.bootstrap, '--questdb', `${questDb.host}:${questDb.httpPort}`, '--data', folder];
    process.env.QUESTDB_PG_PORT = `${questDb.pgPort}`;
    process.env.QUESTDB_USER = questDb.user;
    process.env.QUESTDB_PASSWORD_FILE = questDb.passwordFile;
    bus = await openBus('sim');
  });
  afterAll(async () => {
    clearInterval(ingest);
    await bus?.close();
    await store?.close();
    await Promise.all([kafka?.stop(), questDb?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const openBus = (feed: Feed): Promise<Bus> =>
    openKafkaJsBus({ brokers: kafka.bootstrap.split(','), clientId: 'operator-test', feed, clock });
  const run = (...args: readonly string[]): ReturnType<typeof gex> => gex(...args, ...where);
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const { stdout, stderr, status } = await run(...args, '--json');
    expect(stdout, `status ${status}: ${stderr}`).not.toBe('');
    return JSON.parse(stdout) as T;
  };
  interface Change {
    readonly topic: string;
    readonly change: string;
    readonly details: readonly string[];
  }

  test('topics apply makes what is missing, alters what differs, and refuses other partitions whole', async () => {
    const cleanup = { policy: 'delete', retentionMs: 3_600_000, retentionBytes: 1 << 26 } as const;
    await bus.declareTopics([{ ...topic.levels, cleanup }]);
    const changes = await json<readonly Change[]>('topics', 'apply');
    expect(changes.map(({ topic: name, change }) => `${name} ${change}`)).toEqual(
      Object.values(topic).map(({ name }) => `${name} ${name === 'levels' ? 'altered' : 'made'}`),
    );
    const other = await openBus('sim-other');
    try {
      await other.declareTopics([{ ...topic.market, partitions: 6 }]);
      const refused = await run('topics', 'apply', '--feed', 'sim-other');
      expect([refused.status, refused.stdout]).toEqual([
        1,
        expect.stringMatching(/market +refused +partitions is 6, declared is 12: .*another feed name/),
      ]);
      expect((await other.topics()).map(({ name }) => name)).toEqual(['market']);
    } finally {
      await other.close();
    }
  });

  test('topics, status, tail and book tell of a feed on Kafka what they tell of a folder', async () => {
    const address = { host: questDb.host, httpPort: questDb.httpPort, pgPort: questDb.pgPort };
    store = await openQuestDbStore({ ...address, user: questDb.user, password: questDb.password, feed: 'sim', clock });
    await fillFeed(bus, store);
    ingest = setInterval(() => void bus.publish([feedStatus()]).catch(() => {}), 1_000);
    const [topics, status, tail, book] = await Promise.all([
      json<readonly { readonly topic: string; readonly bytes: number; readonly groups: readonly object[] }[]>('topics'),
      run('status'),
      run('tail', 'levels', '--from', 'earliest', '--limit', '2', '--key', 'SPX'),
      json<{ readonly symbol: string; readonly contracts: readonly object[] }>('book', 'SPX'),
    ]);
    expect(topics.find((each) => each.topic === 'levels')).toMatchObject({
      exists: true,
      differences: [],
      under_replicated: [],
      groups: [{ group: 'history', lag: 0 }],
    });
    expect(topics.find((each) => each.topic === 'market')!.bytes).toBeGreaterThan(1_000);
    expect(status).toMatchObject({ status: 0, stdout: expect.stringMatching(/feed live \(connected\); SIMULATED[\s\S]*SPX +/) });
    expect(tail.stdout.trim().split('\n')).toHaveLength(2);
    expect(book).toMatchObject({ symbol: 'SPX' });
    expect(book.contracts.length).toBeGreaterThan(100);
  });

  test('of two redrives at once each letter is sent by one; a refused row goes back into its table', async () => {
    const [row] = await store.range(gexLevels, { from: epochMs(0), to: epochMs(4e12), limit: 1 });
    const back = epochMs(row!.ts - 60_000);
    await bus.publish(rowDeadLetters('gex_levels', [{ ...row!, ts: back }], 'the table was another', clock.now()));
    const before = await levelRecords(bus);
    interface Outcome {
      readonly outcome: string;
      readonly table?: string;
      readonly topic?: string;
    }
    const runs = await Promise.all([1, 2].map(() => json<readonly Outcome[]>('dead-letters', 'redrive', '--all')));
    const sent = runs.flat().filter(({ outcome }) => outcome === 'sent');
    expect(sent.map(({ table, topic: from }) => table ?? from).sort()).toEqual(['gex_levels', 'levels']);
    expect(await levelRecords(bus)).toBe(before + 1);
    const stored = await store.range(gexLevels, { from: back, to: epochMs(back + 1), limit: 9 });
    expect(stored).toEqual([{ ...row!, ts: back }]);
  });

  test('export copies a table of QuestDB into a file', async () => {
    const out = join(folder, 'levels.csv');
    const range = ['--from', '2026-11-20', '--to', '2026-11-21'];
    const { status, stdout } = await run('export', 'gex_levels', ...range, '--format', 'csv', '--out', out);
    const lines = readFileSync(out, 'utf8').trim().split('\r\n');
    expect([status, stdout]).toEqual([0, expect.stringContaining(`${lines.length - 1} rows`)]);
    expect(lines.length - 1).toBe(await store.count(gexLevels));
  });

  test('export makes no table of a feed that was never there, and says so', async () => {
    const range = ['--from', '2026-11-20', '--to', '2026-11-21'];
    const { status, stderr } = await run('export', 'gex_levels', ...range, '--feed', 'sim-never');
    expect([status, stderr]).toEqual([1, expect.stringContaining('there is no table sim-never_gex_levels')]);
    const never = await openQuestDbStore({ ...questDb, feed: 'sim-never', clock, looksOnly: true });
    await expect(never.declareTables([gexLevels])).rejects.toMatchObject({ code: 'STORE_TABLE_DIFFERS' });
    await never.close();
  });

  test('doctor finds brokers, topics, tables, clocks and feed well; and no secret in what it says', async () => {
    const { status, stdout, stderr } = await run('doctor', '--json');
    const findings = JSON.parse(stdout) as readonly { readonly subject: string; readonly state: string }[];
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
    expect(status).toBe(0);
    const subjects = findings.filter(({ state }) => state === 'ok').map(({ subject }) => subject);
    expect(subjects).toEqual(expect.arrayContaining(['brokers', 'topics', 'questdb', 'tables', 'clock', 'feed']));
    expect(stdout + stderr).not.toContain(questDb.password);
    const empty = await run('doctor', '--feed', 'sim-empty');
    expect(empty.status).toBe(1);
    expect(empty.stdout).toMatch(/PROBLEM +topics +market, .*dead-letters are missing\n +fix: npx gex topics apply/);
    expect(empty.stdout).toMatch(/PROBLEM +tables +tables .* are missing\n +fix: start history/);
    expect(empty.stdout.match(/missing\n/g), 'a finding a fix').toHaveLength(2);
  });
});

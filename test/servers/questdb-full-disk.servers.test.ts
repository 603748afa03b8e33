import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics } from '@gexstream/bus';
import { type LmdbBus, openLmdbBus } from '@gexstream/bus/lmdb';
import { type History, historyGroup, startHistory } from '@gexstream/history';
import type { Store } from '@gexstream/store';
import { inspectQuestDb, openQuestDbStore } from '@gexstream/store/questdb';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aMinute, rowsOfLog, storedRows } from '../support/history-log.ts';
import { type QuestDbServer, questDbServer, serversMissing } from '../support/servers.ts';
import { type TcpProxy, tcpProxy } from '../support/tcp-proxy.ts';
import { smallDisk } from './full-disk.ts';

const disk = serversMissing() === null ? smallDisk(1024) : null;
const patiently = { timeout: 120_000, interval: 50 };
const clock = systemClock();

/** What the history logs when a batch was not taken. */
interface Refusal {
  readonly table: string;
  readonly retryInMs: number;
}

describe.skipIf(disk === null)('history on a QuestDB whose disk is full', () => {
  let server: QuestDbServer;
  let folder = '';
  let bus: LmdbBus;
  let store: Store;
  let http: TcpProxy;
  let history: History;
  const refusals: Refusal[] = [];

  beforeAll(async () => {
    // Smaller steps than in production, so that all tables fit on the disk.
    const environment = { QDB_CAIRO_ROOT: disk!.path, QDB_CAIRO_WRITER_DATA_INDEX_VALUE_APPEND_PAGE_SIZE: '256K' };
    server = await questDbServer({ environment });
    folder = await mkdtemp(join(tmpdir(), 'gexstream-questdb-full-'));
    bus = await openLmdbBus({ path: join(folder, 'log'), clock });
    await bus.declareTopics(allTopics);
    http = await tcpProxy(server.httpPort);
    store = await openQuestDbStore({ ...server, httpPort: http.port, feed: 'sim', clock });
    const log = pino({ level: 'warn' }, { write: (line: string) => void refusals.push(JSON.parse(line) as Refusal) });
    history = await startHistory({ bus, store, clock, log, feed: 'sim' });
  });
  afterAll(async () => {
    await history?.stop();
    await store?.close();
    await http?.close();
    await bus?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
    disk?.remove();
  });

  const committed = async (): Promise<number> => (await bus.committed(historyGroup)).reduce((sum, { offset }) => sum + offset, 0);
  const suspended = async (): Promise<readonly string[]> =>
    (await inspectQuestDb({ ...server, feed: 'sim' })).tables.filter((table) => table.suspended).map(({ name }) => name);
  /** As an operator does once there is room: a table that could not be written from its log goes on only when told to. */
  const resumeSuspended = async (): Promise<void> => {
    const { host, pgPort: port, user, password } = server;
    const client = new pg.Client({ host, port, user, password, database: 'qdb' });
    await client.connect();
    try {
      for (const name of await suspended()) await client.query(`ALTER TABLE "${name}" RESUME WAL`);
    } finally {
      await client.end();
    }
  };

  test('Q4: each table waits longer and longer, says why, and with room again has the rows of a clean run', async () => {
    disk!.fill();
    const records = aMinute();
    await bus.publish(records);
    const expected = await rowsOfLog(bus);
    /** The state of each table that the log has rows for. */
    const writers = () => Object.entries(history.status().tables).filter(([table]) => expected[table]!.length > 0);
    expect(writers().length).toBeGreaterThan(4);
    const failures = (): readonly number[] => writers().map(([, table]) => table.failures);
    await expect.poll(() => Math.min(...failures()), patiently).toBeGreaterThanOrEqual(4);
    for (const [table, { lastError, retrying, batches }] of writers()) {
      expect({ table, lastError, retrying, batches }).toEqual({
        table,
        lastError: expect.stringMatching(/No space left/),
        retrying: true,
        batches: 0,
      });
      // From its third failure on a table asks once a second at most.
      const waits = refusals.filter((refusal) => refusal.table === table).map(({ retryInMs }) => retryInMs);
      expect(waits).toEqual(waits.map((_, attempt) => Math.min(10_000, 250 * 2 ** attempt)));
    }
    // With room for a part, a table whose log has its rows may have no place for them itself: that suspends it.
    const before = failures();
    disk!.free(200);
    const triedAgain = (): boolean => writers().every(([, table], at) => table.batches > 0 || table.failures > before[at]!);
    await expect.poll(triedAgain, patiently).toBe(true);
    console.info(`Q4: suspended by the full disk: ${(await suspended()).join(', ') || 'none this time'}`);
    disk!.free();
    const committedOnceResumed = async (): Promise<number> => {
      await resumeSuspended();
      return committed();
    };
    await expect.poll(committedOnceResumed, { ...patiently, interval: 500 }).toBe(records.length);
    expect(await storedRows(store)).toEqual(expected);
    // Nothing asked in between: one request for each try that is told of.
    const taken = writers().reduce((sum, [, { batches }]) => sum + batches, 0);
    expect(http.requests()).toBeLessThanOrEqual(taken + failures().reduce((sum, count) => sum + count, 0));
  });
});

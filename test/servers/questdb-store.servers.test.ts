import { systemClock } from '@gexstream/actors';
import { epochMs, type Feed } from '@gexstream/domain';
import { gexLevels, type RowOf, type Store, StoreError, type Table, table } from '@gexstream/store';
import { inspectQuestDb, openQuestDbStore, type QuestDbStoreOptions } from '@gexstream/store/questdb';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { storeContract } from '../contract/store.contract.ts';
import { everything, type Reading, reading, readings, rejectsWith, start } from '../contract/store-readings.ts';
import { type QuestDbServer, questDbServer, serversMissing } from '../support/servers.ts';

// A zone that is not UTC shows every place where the machine's would matter.
process.env.TZ = 'America/New_York';

describe.skipIf(serversMissing() !== null)('QuestDB', () => {
  let server: QuestDbServer;
  let feeds = 0;
  let feed: Feed = 'sim';
  const opened: Store[] = [];

  beforeAll(async () => {
    // The mode lets a test suspend a table as a full disk would.
    server = await questDbServer({ environment: { QDB_DEV_MODE_ENABLED: 'true' } });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });
  afterAll(() => server?.stop());

  const open = async (change: Partial<QuestDbStoreOptions> = {}): Promise<Store> => {
    const { host, httpPort, pgPort, user, password } = server;
    const store = await openQuestDbStore({ host, httpPort, pgPort, user, password, feed, clock: systemClock(), ...change });
    opened.push(store);
    return store;
  };
  const newFeed = (kind = 'sim'): Feed => {
    feeds += 1;
    feed = `${kind}-${feeds}` as Feed;
    return feed;
  };
  const holding = async (rows: readonly Reading[], change: Partial<QuestDbStoreOptions> = {}): Promise<Store> => {
    newFeed();
    const store = await open(change);
    await store.declareTables([readings]);
    await store.append(readings, rows);
    return store;
  };
  const sql = async (text: string, as?: { user: string; password: string }): Promise<Record<string, unknown>[]> => {
    const { host, pgPort: port, user, password } = server;
    const client = new pg.Client({ host, port, user, password, database: 'qdb', ...as });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  const offsets = async (store: Store): Promise<readonly number[]> =>
    (await store.range(readings, everything)).map((row) => row.at - start);
  /** Repeats until it succeeds, as the history does; the codes of the failures on the way. */
  const repeated = async (work: () => Promise<void>): Promise<readonly string[]> => {
    const codes: string[] = [];
    for (;;) {
      try {
        await work();
        return codes;
      } catch (error) {
        if (!(error instanceof StoreError && error.retryable)) throw error;
        codes.push(error.code);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };

  storeContract('QuestDB', {
    open: async () => {
      newFeed();
      return open();
    },
    reopen: () => open(),
    can: { keepBefore1970: false, trimToTheRow: false },
  });

  describe('texts', () => {
    test('survive whatever they hold, also where they are keys', async () => {
      const texts = [
        '',
        ' ',
        '"',
        "'",
        '\\',
        'a\nb\r\tc',
        'a b,c=d',
        ',',
        '=',
        '\\"',
        '日本 😀',
        '\u0001',
        'NaN',
        'null',
        '1i',
        't',
      ];
      const rows = texts.map((text, i) => reading(i, { place: text, note: text }));
      expect(await (await holding(rows)).range(readings, everything)).toEqual(rows);
    });

    test('moments outside the key may lie anywhere in the years 1 to 9999', async () => {
      const moments = [-62_135_596_800_000, -1, 0, 253_402_300_799_999];
      const rows = moments.map((moment, i) => reading(i, { 'checked at': moment }));
      expect(await (await holding(rows)).range(readings, everything)).toEqual(rows);
    });
  });

  describe('a row that cannot be stored', () => {
    const five = Array.from({ length: 500 }, (_, i) => reading(i));
    // What the server refuses: no symbol may hold a zero character. The port has no opinion on it.
    const poisoned = five.with(317, reading(317, { place: 'roof\0' }));

    test('is quarantined alone, with the server’s reason', async () => {
      const told: unknown[] = [];
      const store = await holding([], { onQuarantined: (of, rows, reason) => void told.push([of.name, rows, reason]) });
      await store.append(readings, poisoned);
      expect(told).toEqual([['readings', [poisoned[317]], expect.stringMatching(/place/)]]);
      expect(await offsets(store)).toEqual(five.map((_, i) => i).filter((i) => i !== 317));
    });

    test('is found among others like it, and beside those that only this store cannot keep', async () => {
      const bad = [0, 1, 250, 499];
      const rows = bad.reduce((all, i) => all.with(i, reading(i, { place: '\0' })), five).with(42, { ...reading(42), at: -1 });
      const told: number[] = [];
      const store = await holding([], {
        onQuarantined: (_, refused) => void told.push(...refused.map((row) => rows.indexOf(row as Reading))),
      });
      await store.append(readings, rows);
      expect(told.toSorted((a, b) => a - b)).toEqual([0, 1, 42, 250, 499]);
      expect(await store.count(readings)).toBe(495);
    });

    test('is found in a request of many megabytes, which the server refuses before it has read it', async () => {
      const curve = Array.from({ length: 1000 }, (_, i) => i / 3);
      const rows = five.map((_, i) => reading(i, { 'the curve': curve, ...(i === 2 ? { place: '\0' } : {}) }));
      const told: number[] = [];
      const store = await holding([], {
        onQuarantined: (_, refused) => void told.push(...refused.map((row) => rows.indexOf(row as Reading))),
      });
      await store.append(readings, rows);
      expect(told).toEqual([2]);
      expect(await store.count(readings)).toBe(499);
    });

    test('is STORE_BAD_ROW where nobody takes it, and nothing of the call is kept', async () => {
      const store = await holding([]);
      await rejectsWith('STORE_BAD_ROW', /readings, row 317: .*place/, store.append(readings, poisoned));
      await rejectsWith(
        'STORE_BAD_ROW',
        /row 1: column "at" is before 1970/,
        store.append(readings, [reading(0), { ...reading(1), at: -1 }]),
      );
      await rejectsWith(
        'STORE_BAD_ROW',
        /row 0: column "at" must lie within/,
        store.append(readings, [{ ...reading(1), at: 8.64e15 }]),
      );
      await rejectsWith(
        'STORE_BAD_ROW',
        /row 0: holds about 1000\d* bytes/,
        store.append(readings, [reading(0, { note: 'x'.repeat(1e6) })]),
      );
      expect(await store.count(readings)).toBe(0);
      await store.append(readings, five);
      expect(await store.count(readings)).toBe(500);
    });
  });

  describe('a server that dies', () => {
    test('in the middle of batches loses nothing acknowledged, and repeating the rest doubles nothing', async () => {
      const store = await holding([]);
      const batches = Array.from({ length: 30 }, (_, b) =>
        Array.from({ length: 500 }, (_, i) => reading(b * 500 + i, { 'the curve': [b, i] })),
      );
      const acknowledged: number[] = [];
      for (let next = 0; next < batches.length; ) {
        const dying = next < 20;
        const part = batches.slice(next, next + 10);
        const writes = part.map((rows, i) => store.append(readings, rows).then(() => void acknowledged.push(next + i)));
        const settled = Promise.allSettled(writes);
        // After the first of them is acknowledged, while another is on its way.
        if (dying) {
          await writes[0];
          await server.kill('SIGKILL');
        }
        await settled;
        if (dying) await server.restart();
        const kept = new Set(await offsets(store));
        for (const b of acknowledged) expect(kept.has(b * 500) && kept.has(b * 500 + 499)).toBe(true);
        for (const [i, rows] of part.entries())
          if (!acknowledged.includes(next + i)) await repeated(() => store.append(readings, rows));
        next += part.length;
      }
      expect(await store.range(readings, everything)).toEqual(batches.flat());
    }, 120_000);

    test('is said to be away, and the same store goes on when it is back', async () => {
      const store = await holding([reading(0)]);
      await server.kill('SIGKILL');
      await rejectsWith('STORE_FAILED', /ECONNREFUSED|connect|terminated/i, store.append(readings, [reading(1)]));
      await rejectsWith('STORE_FAILED', /cannot read/, store.range(readings, everything));
      const { host, httpPort, pgPort, user, password } = server;
      const another = openQuestDbStore({ host, httpPort, pgPort, user, password, feed, clock: systemClock() });
      await rejectsWith('STORE_FAILED', new RegExp(`127.0.0.1:${pgPort}: cannot connect`), another);
      const writing = repeated(() => store.append(readings, [reading(1)]));
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      await server.restart();
      expect(new Set(await writing)).toEqual(new Set(['STORE_FAILED']));
      expect(await offsets(store)).toEqual([0, 1]);
    }, 120_000);
  });

  describe('a table', () => {
    test('that is suspended is said, with the statement that mends it, and takes nothing more until then', async () => {
      const store = await holding([reading(0)]);
      const name = `${feed}_readings`;
      await sql(`ALTER TABLE "${name}" SUSPEND WAL`);
      const resume = `ALTER TABLE "${name}" RESUME WAL`;
      await rejectsWith('STORE_FAILED', new RegExp(resume), store.append(readings, [reading(1)]));
      await rejectsWith('STORE_FAILED', new RegExp(resume), store.append(readings, [reading(2)]));
      const found = await inspectQuestDb({ ...server, feed });
      expect(found.findings).toEqual([
        { what: expect.stringContaining(`${name} is suspended`), fix: expect.stringContaining(resume) },
      ]);
      expect(found.tables.find((each) => each.name === name)).toMatchObject({ suspended: true, transactionsBehind: 1 });
      const reader = await open({ user: server.readonlyUser, password: server.readonlyPassword });
      await reader.declareTables([readings]);
      expect(await offsets(reader)).toEqual([0]);
      await sql(resume);
      await repeated(() => store.append(readings, [reading(2)]));
      expect(await offsets(store)).toEqual([0, 1, 2]);
      expect((await inspectQuestDb({ ...server, feed })).findings).toEqual([]);
    });

    test('of another make is refused with each difference, and the statements it names mend it', async () => {
      newFeed();
      const name = `${feed}_readings`;
      await sql(
        `CREATE TABLE "${name}" (at TIMESTAMP, place SYMBOL, "sensor no" LONG, value LONG, error DOUBLE, note VARCHAR, good BOOLEAN, "checked at" TIMESTAMP, colour SYMBOL) TIMESTAMP(at) PARTITION BY DAY WAL DEDUP UPSERT KEYS(at, place)`,
      );
      const store = await open();
      const refused = await store.declareTables([readings]).then(
        () => '',
        (error: Error) => error.message,
      );
      expect(refused).toMatch(/key is declared as at, place, sensor no, the server has at, place;/);
      expect(refused).toMatch(/"value" is declared as DOUBLE, the server has LONG/);
      expect(refused).toMatch(/"colour" is declared as absent/);
      expect(refused).toMatch(/"the curve" is declared as DOUBLE\[\], the server has none/);
      expect(refused).toMatch(/STORE_TABLE_DIFFERS/);
      const statements = refused.slice(refused.indexOf('ALTER TABLE'), refused.lastIndexOf(' (STORE')).split('; ');
      for (const statement of statements) await sql(statement);
      await repeated(() => store.declareTables([readings]).catch(differsNot));
      await store.append(readings, [reading(0, { 'the curve': [1] })]);
      expect(await store.range(readings, everything)).toEqual([reading(0, { 'the curve': [1] })]);
    });
    /** Altering takes a moment to be seen. */
    const differsNot = (error: unknown): never => {
      throw error instanceof StoreError && error.code === 'STORE_TABLE_DIFFERS'
        ? new StoreError('STORE_FAILED', error.message)
        : error;
    };

    test('that is altered under a writer is STORE_TABLE_DIFFERS, and no good row goes into quarantine', async () => {
      const quarantined: unknown[] = [];
      const store = await holding([reading(0)], { onQuarantined: (...told) => void quarantined.push(told) });
      await sql(`ALTER TABLE "${feed}_readings" DROP COLUMN value`);
      // A writer that the server holds open takes one more batch, without the column that is gone from all other rows too.
      await store.append(readings, [reading(0)]).catch(() => undefined);
      await rejectsWith(
        'STORE_TABLE_DIFFERS',
        /"value".*ADD COLUMN "value" DOUBLE/,
        store.append(readings, [reading(1), reading(2)]),
      );
      expect(quarantined).toEqual([]);
    });

    test('keeps what its declaration says, and a replayed feed keeps everything', async () => {
      const ttl = async (of: Feed): Promise<unknown> =>
        (await sql(`SELECT ttlValue || ' ' || ttlUnit ttl FROM tables() WHERE table_name = '${of}_readings'`))[0]?.ttl;
      const store = await holding([]);
      expect(await ttl(feed)).toBe('10 DAY');
      await store.declareTables([{ ...readings, retentionDays: 20 }]);
      expect(await ttl(feed)).toBe('20 DAY');
      newFeed('replay');
      await (await open()).declareTables([readings]);
      expect(await ttl(feed)).toBe('0 HOUR');
    });

    test('of one feed is not that of another', async () => {
      const one = await holding([reading(0)]);
      const two = await holding([reading(1), reading(2)]);
      expect([await one.count(readings), await two.count(readings)]).toEqual([1, 2]);
      for (const wrong of ['sim-a_b', 'sim-A', 'sim-"', 'sim-a/b'] as const)
        await expect(open({ feed: wrong })).rejects.toThrow(/cannot name tables/);
    });
  });

  describe('a user who may only read', () => {
    const reader = () => ({ user: server.readonlyUser, password: server.readonlyPassword });

    test('declares and reads what others made, and cannot write', async () => {
      await holding([reading(0)]);
      const store = await open(reader());
      await store.declareTables([readings]);
      expect(await offsets(store)).toEqual([0]);
      await rejectsWith('STORE_FAILED', /user user may not write/, store.append(readings, [reading(1)]));
      await expect(sql(`INSERT INTO "${feed}_readings" (at) VALUES (0)`, reader())).rejects.toThrow(/denied/);
      expect(await offsets(store)).toEqual([0]);
    });

    test('is told that another app must make the tables', async () => {
      newFeed();
      await rejectsWith(
        'STORE_FAILED',
        /an app whose user may write must start first/,
        (await open(reader())).declareTables([readings]),
      );
    });
  });

  describe('the views of the levels', () => {
    const minute = 60_000;
    const midday = Date.UTC(2026, 10, 20, 17);
    const levels = (offsetMs: number, net: number, change: Partial<RowOf<typeof gexLevels>> = {}): RowOf<typeof gexLevels> => ({
      ...levelsOf(midday + offsetMs, net),
      ...change,
    });

    test('answer as the store samples, also after a row is replaced', async () => {
      newFeed();
      const store = await open();
      await store.declareTables([gexLevels]);
      const rows = Array.from({ length: 200 }, (_, i) =>
        levels(i * 31_000, Math.round(1e6 * Math.sin(i)), i % 7 === 0 ? { zero_gamma: null } : {}),
      );
      await store.append(gexLevels, rows);
      await store.append(gexLevels, [levels(0, 42), levels(minute, 7, { underlying: 'SPY' })]);
      for (const [view, intervalMs] of [
        ['1m', minute],
        ['5m', 5 * minute],
        ['1h', 60 * minute],
      ] as const) {
        const sampled = await store.sample(gexLevels, {
          where: { underlying: 'SPX' },
          from: epochMs(midday),
          to: epochMs(midday + 1e9),
          limit: 1e6,
          intervalMs,
          columns: {
            net_gex_open: { column: 'net_gex', as: 'first' },
            net_gex_high: { column: 'net_gex', as: 'max' },
            net_gex_low: { column: 'net_gex', as: 'min' },
            net_gex: { column: 'net_gex', as: 'last' },
            zero_gamma: { column: 'zero_gamma', as: 'last' },
            spot: { column: 'spot', as: 'last' },
            call_wall: { column: 'call_wall', as: 'last' },
          },
        });
        await expect
          .poll(
            () =>
              sql(
                `SELECT net_gex_open, net_gex_high, net_gex_low, net_gex, zero_gamma, spot, call_wall, cast(ts AS LONG) / 1000 || '' AS at FROM "${feed}_gex_levels_${view}" WHERE underlying = 'SPX' ORDER BY ts`,
              ),
            { timeout: 20_000 },
          )
          .toEqual(sampled.map(({ intervalStart, ...values }) => ({ ...values, at: String(intervalStart) })));
        expect(sampled.length).toBeGreaterThan(1);
      }
    });

    test('that stand still are reported with the statement that mends them', async () => {
      newFeed();
      const store = await open();
      await store.declareTables([gexLevels]);
      await store.append(gexLevels, [levels(0, 1)]);
      await sql(`TRUNCATE TABLE "${feed}_gex_levels"`);
      const invalid = async () =>
        (await inspectQuestDb({ ...server, feed })).findings.map(({ what, fix }) => `${what} -> ${fix}`);
      await expect
        .poll(invalid, { timeout: 20_000 })
        .toContainEqual(expect.stringMatching(/gex_levels_1m is not kept up: .*REFRESH/));
      const warned: unknown[] = [];
      const log = { info: () => undefined, warn: (fields: object) => void warned.push(fields) };
      await (await open({ log })).declareTables([gexLevels]);
      expect(warned).toContainEqual(expect.objectContaining({ view: `${feed}_gex_levels_1m` }));
    });

    test('are made by a migration that runs once, is written down, and may not be edited afterwards', async () => {
      newFeed();
      await (await open()).declareTables([gexLevels]);
      await (await open()).declareTables([gexLevels]);
      const done = await sql(`SELECT name, checksum FROM "${feed}_schema_migrations" ORDER BY name`);
      expect(done.map(({ name }) => name)).toEqual(['0001-level-views', 'create gex_levels']);
      expect(done[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
      await sql(
        `INSERT INTO "${feed}_schema_migrations" (applied_at, name, checksum) VALUES (now(), '0001-level-views', 'other')`,
      );
      const edited = async () =>
        (await open()).declareTables([gexLevels]).then(
          () => 'accepted',
          (error: Error) => error.message,
        );
      await expect.poll(edited).toMatch(/0001-level-views .*not what was run before.*STORE_TABLE_DIFFERS/);
    });
  });

  test('tables of the product can all be made, written and read', async () => {
    newFeed();
    const store = await open();
    const { allTables } = await import('@gexstream/store');
    await store.declareTables(allTables);
    for (const each of allTables) {
      const row = anyRow(each);
      await store.append(each, [row]);
      expect(await store.latest(each)).toEqual([row]);
    }
  });

  test('several writers to one table do not hinder each other', async () => {
    const stores = [await holding([]), await open(), await open()];
    await Promise.all(stores.map((store) => store.declareTables([readings])));
    await Promise.all(
      stores.map((store, s) =>
        Promise.all(
          Array.from({ length: 10 }, (_, b) =>
            store.append(
              readings,
              Array.from({ length: 20 }, (_, i) => reading(b * 20 + i, { 'sensor no': s })),
            ),
          ),
        ),
      ),
    );
    expect(await stores[0]?.count(readings)).toBe(600);
  });

  test('a table without a key keeps one row a moment', async () => {
    newFeed();
    const plain = table({
      name: 'plain',
      doc: 'p',
      timestamp: 'at',
      key: [],
      retentionDays: 1,
      columns: { at: readings.columns.at, n: { type: 'long', unit: '1', doc: 'n' } },
    });
    const store = await open();
    await store.declareTables([plain]);
    await store.append(plain, [
      { at: start, n: 1 },
      { at: start, n: 2 },
      { at: start + 1, n: 3 },
    ]);
    expect(await store.latest(plain)).toEqual([{ at: start + 1, n: 3 }]);
    expect(await store.count(plain)).toBe(2);
  });
});

const levelsOf = (ts: number, net: number): RowOf<typeof gexLevels> => ({
  ...(anyRow(gexLevels) as RowOf<typeof gexLevels>),
  ts,
  underlying: 'SPX',
  net_gex: net,
  spot: 6000 + net / 1e6,
  zero_gamma: 5900 + net / 1e6,
});

/** One value of each type, at a whole minute of 2026-11-20. */
const anyRow = (of: Table): RowOf<Table> =>
  Object.fromEntries(
    Object.entries(of.columns).map(([name, { type }]) => {
      const moment = Date.UTC(2026, 10, 20, 17);
      const value = { timestamp: moment, symbol: 'a', text: 'b', double: 1.5, long: 7, boolean: true, doubles: [1, 2.5] }[type];
      return [name, value];
    }),
  ) as RowOf<Table>;

import { epochMs } from '@gexstream/domain';
import { gexLevels, type RowOf, type Store, table } from '@gexstream/store';
import { inspectQuestDb } from '@gexstream/store/questdb';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../bench/workloads/random.ts';
import { anyRow } from '../support/any-row.ts';
import { questDbStores } from '../support/questdb-stores.ts';
import { serversMissing } from '../support/servers.ts';

describe.skipIf(serversMissing() !== null)('the views of the levels in QuestDB', () => {
  const on = questDbStores();

  const minute = 60_000;
  const midday = Date.UTC(2026, 10, 20, 17);
  const levels = (offsetMs: number, net: number, change: Partial<RowOf<typeof gexLevels>> = {}): RowOf<typeof gexLevels> => ({
    ...levelsOf(midday + offsetMs, net),
    ...change,
  });

  /** Every view, polled until it has caught up with its base. */
  const answerAsSampled = async (store: Store): Promise<void> => {
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
            on.sql(
              `SELECT net_gex_open, net_gex_high, net_gex_low, net_gex, zero_gamma, spot, call_wall, cast(ts AS LONG) / 1000 || '' AS at FROM "${on.feed}_gex_levels_${view}" WHERE underlying = 'SPX' ORDER BY ts`,
            ),
          { timeout: 60_000 },
        )
        .toEqual(sampled.map(({ intervalStart, ...values }) => ({ ...values, at: String(intervalStart) })));
      expect(sampled.length).toBeGreaterThan(1);
    }
  };

  test('answer as the store samples, also after a row is replaced', async () => {
    on.newFeed();
    const store = await on.open();
    await store.declareTables([gexLevels]);
    const rows = Array.from({ length: 200 }, (_, i) =>
      levels(i * 31_000, Math.round(1e6 * Math.sin(i)), i % 7 === 0 ? { zero_gamma: null } : {}),
    );
    await store.append(gexLevels, rows);
    await store.append(gexLevels, [levels(0, 42), levels(minute, 7, { underlying: 'SPY' })]);
    await answerAsSampled(store);
  });

  test('Q7: survive a column that is added and migrations that run again, and answer as the store samples after rows up to two hours late', async () => {
    on.newFeed();
    const before = await on.open();
    await before.declareTables([gexLevels]);
    const rows = Array.from({ length: 240 }, (_, i) => levels(i * 31_000, Math.round(1e6 * Math.sin(i))));
    const random = seededRandom(7);
    const shuffled = rows
      .map((row) => ({ row, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ row }) => row);
    await before.append(gexLevels, shuffled.slice(0, 120));

    await on.sql(`DROP TABLE "${on.feed}_schema_migrations"`);
    await on.sql(`ALTER TABLE "${on.feed}_gex_levels" ADD COLUMN "added" DOUBLE`);
    const columns = async () =>
      (await on.sql(`SELECT "column" FROM table_columns('${on.feed}_gex_levels')`)).map(({ column }) => column);
    await expect.poll(columns, { timeout: 60_000 }).toContain('added');
    const next = table({ ...gexLevels, columns: { ...gexLevels.columns, added: { ...gexLevels.columns.zero_gamma } } });
    const warned: unknown[] = [];
    const log = { info: () => undefined, warn: (fields: object) => void warned.push(fields) };
    const store = await on.open({ log });
    await store.declareTables([next]);
    expect(warned).toEqual([]);
    for (let from = 120; from < 240; from += 40)
      await store.append(
        next,
        shuffled.slice(from, from + 40).map((row) => ({ ...row, added: 1 })),
      );
    await store.append(next, [{ ...levels(0, 42), added: 2 }]);
    expect(await store.count(next)).toBe(240);
    await answerAsSampled(before);
  });

  test('that stand still are reported with the statement that mends them', async () => {
    on.newFeed();
    const store = await on.open();
    await store.declareTables([gexLevels]);
    await store.append(gexLevels, [levels(0, 1)]);
    await on.sql(`TRUNCATE TABLE "${on.feed}_gex_levels"`);
    const invalid = async () =>
      (await inspectQuestDb({ ...on.server, feed: on.feed })).findings.map(({ what, fix }) => `${what} -> ${fix}`);
    await expect
      .poll(invalid, { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/gex_levels_1m is not kept up: .*REFRESH/));
    const warned: unknown[] = [];
    const log = { info: () => undefined, warn: (fields: object) => void warned.push(fields) };
    await (await on.open({ log })).declareTables([gexLevels]);
    expect(warned).toContainEqual(expect.objectContaining({ view: `${on.feed}_gex_levels_1m` }));
  });

  test('are made by a migration that runs once, is written down, and may not be edited afterwards', async () => {
    on.newFeed();
    await (await on.open()).declareTables([gexLevels]);
    await (await on.open()).declareTables([gexLevels]);
    const done = await on.sql(`SELECT name, checksum FROM "${on.feed}_schema_migrations" ORDER BY name`);
    expect(done.map(({ name }) => name)).toEqual(['0001-level-views', 'create gex_levels']);
    expect(done[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
    await on.sql(
      `INSERT INTO "${on.feed}_schema_migrations" (applied_at, name, checksum) VALUES (now(), '0001-level-views', 'other')`,
    );
    const edited = async () =>
      (await on.open()).declareTables([gexLevels]).then(
        () => 'accepted',
        (error: Error) => error.message,
      );
    await expect.poll(edited).toMatch(/0001-level-views .*not what was run before.*STORE_TABLE_DIFFERS/);
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

import { systemClock } from '@gexstream/actors';
import { epochMs, type Feed } from '@gexstream/domain';
import { gexExpiryLevels, gexLevels, type RowOf, type Store } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type QuestDbServer, questDbServer, serversMissing } from '../support/servers.ts';

const row = (minute: number, skew: number | null): RowOf<typeof gexExpiryLevels> => ({
  ts: epochMs(Date.UTC(2026, 10, 20, 15, minute)),
  underlying: 'SPX',
  model: 'oi/calls+puts-/zero/bsm/live',
  expiry: '2026-11-20',
  settlement: 'pm',
  settles_ts: epochMs(Date.UTC(2026, 10, 20, 21)),
  floored: false,
  spot: 6000,
  atm_iv: skew === null ? null : 0.15,
  put_25d_iv: skew === null ? null : 0.19,
  call_25d_iv: skew === null ? null : 0.145,
  skew_25d: skew,
  ...{ net_gex: 5, call_gex: 10, put_gex: -5, gross_gex: 15, zero_gamma: null, zero_gamma_all: [5950] },
  ...{ call_wall: null, put_wall: null, max_gross_strike: 6000, max_net_strike: 6000 },
  ...{ put_call_ratio_oi: 1, put_call_ratio_volume: null, contracts_used: 4, contracts_excluded: 0 },
  ...{ input_seq: 1, session_date: '2026-11-20', feed: 'sim', run: 'r1' },
});

describe.skipIf(serversMissing() !== null)('a QuestDB of the version before', () => {
  let server: QuestDbServer;
  let admin: pg.Client;
  const stores: Store[] = [];
  const open = async (feed: Feed = 'sim'): Promise<Store> => {
    const store = await openQuestDbStore({ ...server, feed, clock: systemClock() });
    stores.push(store);
    return store;
  };

  beforeAll(async () => {
    server = await questDbServer();
    const { host, pgPort: port, user, password } = server;
    admin = new pg.Client({ host, port, user, password, database: 'qdb' });
    await admin.connect();
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await admin?.end();
    await server?.stop();
  });

  test('gets the columns that came since, once, and keeps its rows', async () => {
    const before = await open();
    await before.declareTables([gexExpiryLevels]);
    await before.append(gexExpiryLevels, [row(30, null)]);
    for (const column of ['atm_iv', 'skew_25d', 'put_25d_iv', 'call_25d_iv'])
      await admin.query(`ALTER TABLE "sim_gex_expiry_levels" DROP COLUMN "${column}"`);
    await admin.query('DROP TABLE "sim_schema_migrations"');
    const columns = async (): Promise<readonly string[]> =>
      (await admin.query(`SELECT "column" FROM table_columns('sim_gex_expiry_levels')`)).rows.map((each) => each.column);
    await expect.poll(columns, { timeout: 30_000 }).not.toContain('skew_25d');

    const now = await open();
    await now.declareTables([gexExpiryLevels]);
    await now.append(gexExpiryLevels, [row(31, 4.5)]);
    await (await open()).declareTables([gexExpiryLevels]);
    const range = { from: epochMs(row(30, null).ts), to: epochMs(row(59, null).ts), limit: 10 };
    expect(await now.range(gexExpiryLevels, range)).toEqual([row(30, null), row(31, 4.5)]);
    const { rows } = await admin.query('SELECT name FROM "sim_schema_migrations"');
    expect(rows).toEqual([{ name: '0002-expiry-smile' }, { name: '0003-expiry-wings' }]);
  });

  test('processes that start at the same moment make the tables together, and none ends for it', async () => {
    for (let round = 0; round < 4; round++) {
      const together = await Promise.all([0, 1, 2].map(() => open(`sim-at${round}`)));
      await Promise.all(together.map((store) => store.declareTables([gexLevels, gexExpiryLevels])));
      await together[0]!.append(gexExpiryLevels, [row(30, 4.5)]);
      const range = { from: epochMs(row(30, null).ts), to: epochMs(row(59, null).ts), limit: 10 };
      expect(await together[1]!.range(gexExpiryLevels, range)).toEqual([row(30, 4.5)]);
    }
  });
});

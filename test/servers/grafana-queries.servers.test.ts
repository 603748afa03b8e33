import { systemClock } from '@gexstream/actors';
import { epochMs } from '@gexstream/domain';
import { allTables, feedGaps, gexExpiryLevels, gexLevels, gexProfiles, type RowOf, type Store } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../infra/grafana/queries.ts';
import { type QuestDbServer, questDbServer, serversMissing } from '../support/servers.ts';

/** A full hour: each interval begins within the range that is asked for. */
const startMs = Date.UTC(2026, 10, 20, 15);
const endMs = startMs + 10 * 60_000;
const minute = (index: number) => epochMs(startMs + index * 60_000);
const about = {
  underlying: 'SPX',
  model: 'oi/calls+puts-/zero/bsm/live',
  spot: 6000,
  input_seq: 7,
  session_date: '2026-11-20',
  feed: 'sim',
  run: 'r1',
};
const slice = (net: number) => ({
  net_gex: net,
  call_gex: net + 50,
  put_gex: -50,
  gross_gex: net + 100,
  zero_gamma: 5950,
  zero_gamma_all: [5700, 5950],
  call_wall: 6100,
  put_wall: null,
  max_gross_strike: 6000,
  max_net_strike: 6050,
  put_call_ratio_oi: 1.5,
  put_call_ratio_volume: null,
  contracts_used: 100,
  contracts_excluded: 3,
});

/** Four levels rows a minute: net rises by 1 with each. */
const levels: readonly RowOf<typeof gexLevels>[] = Array.from({ length: 40 }, (_, index) => ({
  ts: epochMs(startMs + index * 15_000),
  ...about,
  ...slice(index),
  streamed_share: 0.75,
  polled_share: 0.25,
  stale_share: 0,
}));

const expiryLevels = [0, 1].flatMap((at): readonly RowOf<typeof gexExpiryLevels>[] =>
  ['2026-11-20', '2026-12-18'].map((expiry, index) => ({
    ts: minute(at),
    ...about,
    expiry,
    settlement: 'pm',
    settles_ts: minute(600),
    floored: false,
    atm_iv: 0.15,
    // The far expiry has no wings.
    skew_25d: index === 0 ? 4 + at / 2 : null,
    ...slice(100 * at + index),
  })),
);

/** The second minute's profile stands; 7000 lies outside the 5 % around spot. */
const profile = (at: number, expiry: string, strikes: readonly number[], call: number): RowOf<typeof gexProfiles> => {
  const each = (value: number) => strikes.map(() => value);
  const volumes = { call_oi: each(1), put_oi: each(1), call_volume: each(1), put_volume: each(1) };
  return { ts: minute(at), ...about, expiry, settlement: 'pm', strikes, call_gex: each(call), put_gex: each(-1), ...volumes };
};
const profiles = [
  profile(0, '2026-11-20', [5900, 6000], 900),
  profile(1, '2026-11-20', [5900, 6000, 7000], 10),
  profile(1, '2026-12-18', [6000, 6100], 5),
];
const gap: RowOf<typeof feedGaps> = {
  from_ts: minute(2),
  to_ts: minute(3),
  underlying: 'SPX',
  reason: 'socket closed',
  input_seq: 7,
  session_date: '2026-11-20',
  feed: 'sim',
  run: 'r1',
};

/** What each data source makes of the time macro before it sends the statement. */
const dialects: Readonly<Record<string, (column: string) => string>> = {
  'the QuestDB plugin': (column) =>
    `${column} >= cast(${startMs * 1_000} as timestamp) AND ${column} <= cast(${endMs * 1_000} as timestamp)`,
  'the Postgres data source': (column) =>
    `${column} BETWEEN '${new Date(startMs).toISOString()}' AND '${new Date(endMs).toISOString()}'`,
};

const sent = (sql: string, timeFilter: (column: string) => string, interval: string): string =>
  Object.entries({ feed: 'sim', underlying: 'SPX', model: about.model, interval })
    .reduce((text, [name, value]) => text.replaceAll(`\${${name}}`, value), sql)
    .replace(/\$__timeFilter\((\w+)\)/g, (_, column: string) => timeFilter(column));

describe.skipIf(serversMissing() !== null)('every query of the dashboards, on a real QuestDB, as its read-only user', () => {
  let server: QuestDbServer;
  let store: Store;
  let reader: pg.Client;

  beforeAll(async () => {
    server = await questDbServer();
    const { host, httpPort, pgPort, user, password } = server;
    store = await openQuestDbStore({ host, httpPort, pgPort, user, password, feed: 'sim', clock: systemClock() });
    await store.declareTables(allTables);
    await store.append(gexLevels, levels);
    await store.append(gexExpiryLevels, expiryLevels);
    await store.append(gexProfiles, profiles);
    await store.append(feedGaps, [gap]);
    reader = new pg.Client({
      host,
      port: pgPort,
      user: server.readonlyUser,
      password: server.readonlyPassword,
      database: 'qdb',
    });
    await reader.connect();
    await viewsFilled();
  }, 60_000);

  afterAll(async () => {
    await reader?.end();
    await store?.close();
    await server?.stop();
  });

  /** Views follow their tables on their own time. */
  const viewsFilled = async (): Promise<void> => {
    for (let tries = 0; tries < 300; tries++) {
      const { rows } = await reader.query('SELECT last(net_gex) AS net FROM "sim_gex_levels_1h"');
      if (rows[0]?.net === levels.length - 1) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the materialized views did not follow within 30 s');
  };

  const rowsOf = async (name: keyof typeof queries, dialect = 'the QuestDB plugin', interval = '1m') =>
    (await reader.query(sent(queries[name].sql, dialects[dialect]!, interval))).rows;

  for (const dialect of Object.keys(dialects))
    for (const interval of ['1m', '5m', '1h'])
      test(`as ${dialect} sends it, by ${interval}: each gives rows`, async () => {
        const empty: string[] = [];
        for (const name of Object.keys(queries) as (keyof typeof queries)[])
          if ((await rowsOf(name, dialect, interval)).length === 0) empty.push(name);
        expect(empty).toEqual([]);
      });

  test('no macro or variable is left that the data sources would not fill', () => {
    for (const { sql } of Object.values(queries)) expect(sent(sql, dialects['the QuestDB plugin']!, '1m')).not.toMatch(/\$/);
  });

  test('the variables find feed, underlying and model', async () => {
    expect(await rowsOf('feeds')).toEqual([{ feed: 'sim' }]);
    expect(await rowsOf('underlyings')).toEqual([{ underlying: 'SPX' }]);
    expect(await rowsOf('models')).toEqual([{ model: about.model }]);
  });

  test('the newest levels are the last row', async () => {
    expect(await rowsOf('levelsNow')).toMatchObject([{ spot: 6000, net_gex: 39, zero_gamma: 5950, put_wall: null }]);
  });

  test('exposure by strike adds the expiries of the newest profile, near spot', async () => {
    expect(await rowsOf('exposureByStrike')).toEqual([
      { strike: 5900, call_gex: 10, put_gex: -1, net_gex: 9 },
      { strike: 6000, call_gex: 15, put_gex: -2, net_gex: 13 },
      { strike: 6100, call_gex: 5, put_gex: -1, net_gex: 4 },
    ]);
  });

  test('the history has first, largest, smallest and last of each interval', async () => {
    const minutes = await rowsOf('history');
    expect(minutes).toHaveLength(10);
    expect(minutes[1]).toMatchObject({ open: 4, high: 7, low: 4, close: 7 });
    expect(await rowsOf('history', 'the QuestDB plugin', '5m')).toMatchObject([
      { open: 0, high: 19, low: 0, close: 19 },
      { open: 20, high: 39, low: 20, close: 39 },
    ]);
  });

  test('expiries are those of the newest full minute', async () => {
    expect(await rowsOf('expiriesNow')).toMatchObject([
      { expiry: '2026-11-20', net_gex: 100, skew_25d: 4.5 },
      { expiry: '2026-12-18', net_gex: 101, skew_25d: null },
    ]);
  });

  test('the skew over time is that of expiries that have one, the last of each interval', async () => {
    const line = (at: number, skew: number) => ({
      ts: new Date(minute(at)),
      expiry: '2026-11-20',
      settlement: 'pm',
      skew_25d: skew,
    });
    for (const dialect of Object.keys(dialects))
      expect(await rowsOf('skewOverTime', dialect)).toEqual([line(0, 4), line(1, 4.5)]);
    expect(await rowsOf('skewOverTime', 'the QuestDB plugin', '5m')).toEqual([line(0, 4.5)]);
  });

  test('what the dashboards are given cannot write', async () => {
    await expect(reader.query('DROP TABLE "sim_gex_levels"')).rejects.toThrow(/permission/i);
  });
});

import { systemClock } from '@gexstream/actors';
import {
  allTables,
  feedGaps,
  gexExpiryExposures,
  gexExpiryLevels,
  gexExposures,
  gexLevels,
  gexProfiles,
  opportunities,
  outcomes,
  type Store,
  scanRuns,
  sentiment,
  skewMetrics,
} from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../infra/grafana/queries.ts';
import { type QuestDbServer, questDbServer, serversMissing } from '../support/servers.ts';
import {
  about,
  cameOf,
  endMs,
  expiryExposures,
  expiryLevels,
  exposures,
  found,
  gap,
  horizonNames,
  levels,
  minute,
  moods,
  profiles,
  runs,
  skews,
  startMs,
} from './dashboard-rows.ts';

/** What each data source makes of the time macro before it sends the statement. */
const dialects: Readonly<Record<string, (column: string) => string>> = {
  'the QuestDB plugin': (column) =>
    `${column} >= cast(${startMs * 1_000} as timestamp) AND ${column} <= cast(${endMs * 1_000} as timestamp)`,
  'the Postgres data source': (column) =>
    `${column} BETWEEN '${new Date(startMs).toISOString()}' AND '${new Date(endMs).toISOString()}'`,
};

const sent = (sql: string, timeFilter: (column: string) => string, interval: string): string =>
  Object.entries({ feed: 'sim', underlying: 'SPX', model: about.model, interval, symbol: 'AAPL' })
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
    await store.append(gexExposures, exposures);
    await store.append(gexExpiryExposures, expiryExposures);
    await store.append(feedGaps, [gap]);
    await store.append(skewMetrics, skews);
    await store.append(sentiment, moods);
    await store.append(scanRuns, runs);
    await store.append(opportunities, found);
    await store.append(outcomes, cameOf);
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

  test('exposures over time are those of all expiries; by horizon each has its line', async () => {
    expect(await rowsOf('greeksOverTime')).toMatchObject([
      { delta: 1_031, vanna: 1_032, charm: 1_033 },
      { delta: 1_131, vanna: 1_132, charm: 1_133 },
    ]);
    const lines = (await rowsOf('horizonsOverTime')).map(({ horizon, net_gex }) => `${horizon} ${net_gex}`);
    expect(lines.sort()).toEqual(
      horizonNames.flatMap((name, h) => [`${name} ${1_000 + 10 * h}`, `${name} ${1_100 + 10 * h}`]).sort(),
    );
    const kings = { spot: 6000, king_gross: 6000, king_net: 6050 };
    expect(await rowsOf('kingsOverTime')).toMatchObject([kings, kings]);
    expect((await rowsOf('volatilityOverTime')).map(({ atm_iv_30d }) => atm_iv_30d)).toEqual([0.15, 0.16]);
    expect(await rowsOf('expiryExposuresNow')).toMatchObject([
      { expiry: '2026-11-20', net_gex: 1_001, max_pain: 5900, forward_source: 'parity' },
      { expiry: '2026-12-18', net_gex: 1_000 },
    ]);
  });

  test('opportunities stand by score, once each, with what came of their like; no rate is told of fewer than 30', async () => {
    for (const dialect of Object.keys(dialects)) {
      const [call, put, ...more] = await rowsOf('opportunitiesRanked', dialect);
      expect(more).toEqual([]);
      expect(call).toMatchObject({ side: 'CALL', composite_score: 85, band: 'extreme', hit_rate: null, mean_return: null });
      expect(put).toMatchObject({ side: 'PUT', composite_score: 75, hit_rate: 0.7 });
      expect([call, put].map(({ outcomes: n }) => Number(n))).toEqual([29, 30]);
      // 21 × 1 % − 9 × 2 %, over 30.
      expect(put!.mean_return).toBeCloseTo(0.001, 12);
    }
    const groups = (await rowsOf('outcomesBySignal')).map((row) => [
      row.band,
      row.horizon,
      Number(row.n),
      row.hit_rate,
      row.note,
    ]);
    expect(groups).toEqual([
      ['extreme', 'close', 29, null, 'not enough data'],
      ['strong', 'close', 30, 0.7, ''],
    ]);
  });

  test('the mood is that of the newest scan; skew by symbol and expiry has no row where a wing was missing', async () => {
    expect(await rowsOf('scannedSymbols')).toEqual([{ underlying: 'AAPL' }]);
    expect(await rowsOf('sentimentNow')).toMatchObject([{ market_sentiment: 'EXTREME_FEAR', avg_skew: 5.5 }]);
    expect((await rowsOf('sentimentOverTime')).map(({ avg_skew }) => avg_skew)).toEqual([null, 5.5]);
    expect((await rowsOf('symbolSkewOverTime')).map(({ expiry, skew_25d }) => [expiry, skew_25d])).toEqual([
      ['2026-11-20', 4],
      ['2026-11-20', 5],
      ['2026-11-27', 6],
    ]);
    expect((await rowsOf('scans')).map(({ status, end_ts }) => [status, end_ts])).toEqual([
      ['running', null],
      ['completed', new Date(minute(2))],
    ]);
  });

  test('what the dashboards are given cannot write', async () => {
    await expect(reader.query('DROP TABLE "sim_gex_levels"')).rejects.toThrow(/permission/i);
  });
});

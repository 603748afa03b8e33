import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type Api, startApi } from '@gexstream/api';
import type { Bus } from '@gexstream/bus';
import { type EpochMs, easternTime, epochMs } from '@gexstream/domain';
import { allTables, gexExposures, type RowOf, type Store, type Table } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { openQuestDbStore } from '@gexstream/store/questdb';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedStatus } from '../support/filled-feed.ts';
import { openLog, processed } from '../support/gex-log.ts';
import { rowsOfLog } from '../support/history-log.ts';
import { logStartMs, marketLog } from '../support/market-log.ts';
import { type QuestDbServer, questDbServer, serversMissing } from '../support/servers.ts';

const clock = systemClock();
const log = pino({ level: 'silent' });
const minuteMs = 60_000;
/** Sessions before the log's, over the change to winter time on 1 November. */
const earlierDays = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2026, 10, 19 - i)))
  .filter((day) => day.getUTCDay() % 6 !== 0)
  .map((day) => day.toISOString().slice(0, 10));

type Answer = Readonly<Record<string, unknown>>;

const iso = (ms: number): string => new Date(ms).toISOString();

describe.skipIf(serversMissing() !== null)('the past from QuestDB', () => {
  let folder = '';
  let server: QuestDbServer;
  let bus: Bus;
  const stores: Store[] = [];
  let onQuestDb: Api;
  let onDuckDb: Api;
  let exposures: readonly RowOf<typeof gexExposures>[];

  beforeAll(async () => {
    server = await questDbServer();
    folder = await mkdtemp(join(tmpdir(), 'gexstream-questdb-past-'));
    bus = await openLog(join(folder, 'log'));
    await bus.publish([...marketLog({ seed: 7, symbols: ['SPX', 'SPY'], seconds: 5 * 60 + 5, withTicks: true }), feedStatus()]);
    await processed(bus);
    const made = await rowsOfLog(bus);
    exposures = made[gexExposures.name] as readonly RowOf<typeof gexExposures>[];
    const questDb = await openQuestDbStore({ ...server, feed: 'sim', clock });
    const duckDb = await openDuckDbStore({ path: join(folder, 'history.duckdb') });
    stores.push(questDb, duckDb);
    for (const store of stores) {
      await store.declareTables(allTables);
      for (const table of allTables) await store.append(table, made[table.name] as readonly RowOf<Table>[]);
      await store.append(gexExposures, earlierSessions());
    }
    const api = (store: Store): Promise<Api> =>
      startApi({ bus, store, clock, log, feed: 'sim', config: { host: '127.0.0.1', port: 0 } });
    [onQuestDb, onDuckDb] = [await api(questDb), await api(duckDb)];
  });
  afterAll(async () => {
    await onQuestDb?.stop();
    await onDuckDb?.stop();
    for (const store of stores) await store.close();
    await bus?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The last minute's rows again at 15:59 of each session before, each a hundredth of volatility apart. */
  const earlierSessions = (): readonly RowOf<typeof gexExposures>[] => {
    const last = exposures.filter(({ ts }) => ts === exposures.at(-1)!.ts);
    return earlierDays.flatMap((date, at) =>
      last.map((row) => ({
        ...row,
        ts: easternTime(date, 15, 59),
        session_date: date,
        atm_iv_30d: 0.1 + at / 100,
      })),
    );
  };

  const asked = async ({ url }: Api, path: string): Promise<Answer> => {
    const answer = await fetch(url + path);
    const body = (await answer.json()) as Answer;
    expect([path, answer.status, answer.status === 200 ? '' : body]).toEqual([path, 200, '']);
    // Of the moment they are asked at.
    const { age_ms: _, feed_now: __, ...rest } = body;
    return rest;
  };
  const of = (from: EpochMs, to: EpochMs): string => `from=${iso(from)}&to=${iso(to)}`;
  const session = of(logStartMs, epochMs(logStartMs + 6 * minuteMs));
  const weeks = of(easternTime(earlierDays.at(-1)!, 0, 0), easternTime('2026-11-21', 0, 0));

  test('G-13: minutes of exposures are what gex published, by measure, horizon and model', async () => {
    const { points } = await asked(onQuestDb, `/api/v1/gex/SPX/exposures/history?interval=1m&${session}`);
    const rows = exposures.filter(
      ({ underlying, horizon, model }) => underlying === 'SPX' && horizon === 'all' && model.startsWith('oi/'),
    );
    expect(rows).toHaveLength(5);
    expect(points).toMatchObject(
      rows.map((row) => ({
        interval_start: iso(row.ts),
        spot: row.spot,
        exposures: { vex: { call: row.call_vex, put: row.put_vex, gross: row.gross_vex }, gex: { net: row.net_gex } },
        zero_gamma: row.zero_gamma,
        put_call_ratio: { premium: row.put_call_ratio_premium },
        atm_iv_30d: row.atm_iv_30d,
      })),
    );
    const zeroDte = await asked(
      onQuestDb,
      `/api/v1/gex/SPX/exposures/history?interval=5m&horizon=0dte&measure=volume&${session}`,
    );
    expect(zeroDte.points).toHaveLength(2);
  });

  test('G-13: days follow New York over the change of its clocks, and none is invented', async () => {
    const { points } = await asked(onQuestDb, `/api/v1/gex/SPY/exposures/history?interval=1d&${weeks}`);
    const starts = (points as readonly { readonly interval_start: string }[]).map(({ interval_start }) => interval_start);
    expect(starts).toEqual([...earlierDays.toReversed(), '2026-11-20'].map((day) => iso(easternTime(day, 0, 0))));
  });

  test('strike by time has the strikes and minutes that were kept', async () => {
    const { strikes, columns } = await asked(onQuestDb, `/api/v1/gex/SPX/strikes/history?interval=5m&window=20&${session}`);
    expect([(strikes as number[]).length, (columns as unknown[]).length]).toEqual([41, 2]);
  });

  test.each([
    ...['1m', '5m', '15m', '1h'].map((interval) => `/api/gex/SPX/history?interval=${interval}&${session}`),
    `/api/gex/SPX/history?interval=1d&${weeks}`,
    ...['naive', 'all_short', 'inverse', 'absolute', 'volume_signed'].map(
      (model) => `/api/v1/gex/SPX/exposures/history?interval=1m&model=${model}&${session}`,
    ),
    ...['0dte', 'weekly', 'monthly'].map(
      (horizon) => `/api/v1/gex/SPY/exposures/history?interval=15m&horizon=${horizon}&measure=oi_plus_volume&${session}`,
    ),
    `/api/v1/gex/SPX/exposures/history?interval=1d&${weeks}`,
    ...['5m', '15m', '1h'].map((interval) => `/api/v1/gex/SPX/strikes/history?interval=${interval}&${session}`),
    '/api/v1/gex/SPX/volatility',
    `/api/v1/gex/SPX/history?interval=1m&start_date=${iso(logStartMs)}&end_date=${iso(logStartMs + 6 * minuteMs)}`,
  ])('%s says what DuckDB says', async (path) => {
    const [theirs, ours] = [await asked(onDuckDb, path), await asked(onQuestDb, path)];
    expect(ours).toEqual(theirs);
    expect(Object.values(ours).filter((value) => Array.isArray(value) && value.length === 0)).toEqual([]);
  });

  test('IV rank counts the sessions that QuestDB keeps', async () => {
    const { iv_rank: rank } = await asked(onQuestDb, '/api/v1/gex/SPX/volatility');
    expect(rank).toMatchObject({ sessions: earlierDays.length });
  });
});

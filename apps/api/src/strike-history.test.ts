import { allTables, gexProfiles, modelId, type RowOf, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StrikeHistory, type StrikeHistoryBody } from './contract/strike-history.ts';
import { levelsEvent, openMs } from './events.fixture.ts';
import { levelsRow, serveApi } from './served-api.fixture.ts';

const minuteMs = 60_000;
let served: Awaited<ReturnType<typeof serveApi>>;
let store: Store;

/** Minutes before 10:30 New York; strikes with the GEX of call and put. */
const profile = (minutes: number, strikes: readonly number[], gex: number, change: Partial<RowOf<typeof gexProfiles>> = {}) => {
  const { ts, underlying, model, input_seq, session_date, feed, run } = levelsRow(openMs - minutes * minuteMs);
  const all = (value: number) => strikes.map(() => value);
  return {
    ...{ ts, underlying, model, expiry: '2026-11-20', settlement: 'pm', spot: 6000, strikes },
    ...{ call_gex: all(gex), put_gex: all(-1), call_oi: all(1), put_oi: all(1), call_volume: all(0), put_volume: all(0) },
    ...{ input_seq, session_date, feed, run },
    ...change,
  };
};

beforeAll(async () => {
  store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
  await store.declareTables(allTables);
  const { model } = levelsEvent().body;
  await store.append(gexProfiles, [
    // 10:11 and 10:13 are of one interval; in 10:15 to 10:20 nothing was kept.
    profile(19, [5990, 6000], 99),
    profile(17, [5990, 6000], 3),
    profile(17, [6000, 6010], 5, { expiry: '2026-11-23' }),
    profile(9, [6000, 7000], 7, { spot: 6005 }),
    profile(17, [6000], 1e9, { model: modelId({ ...model, measure: 'volume' }) }),
    profile(17, [6000], 1e9, { underlying: 'SPY' }),
  ]);
  served = await serveApi({}, { store });
});
afterAll(async () => {
  await served.stop();
  await store.close();
});

const get = (query: string, symbol = 'SPX'): Promise<Response> =>
  fetch(`${served.api.url}/api/v1/gex/${symbol}/strikes/history${query}`);
const asked = async (query = ''): Promise<StrikeHistoryBody> => {
  const answer = await get(query);
  expect(answer.status).toBe(200);
  return (await answer.json()) as StrikeHistoryBody;
};

test('strike by time: the last kept minute of each interval, over all expiries; what was not kept is absent', async () => {
  const body = await asked();
  expect([...Compile(StrikeHistory).Errors(body)]).toEqual([]);
  expect(body).toMatchObject({ symbol: 'SPX', interval: '5m', model: 'oi/calls+puts-/zero/bsm/live', simulated: true });
  expect(body.strikes).toEqual([5990, 6000, 6010]);
  expect(body.columns).toEqual([
    { as_of: '2026-11-20T15:13:00.000Z', spot: 6000, net_gex: [2, 6, 4], gross_gex: [4, 10, 6] },
    { as_of: '2026-11-20T15:21:00.000Z', spot: 6005, net_gex: [null, 6, null], gross_gex: [null, 8, null] },
  ]);
});

test('the window is percent of the newest spot, and an hour is one column', async () => {
  const { strikes, columns } = await asked('?interval=1h&window=20');
  expect([strikes, columns.map(({ as_of }) => as_of)]).toEqual([[6000, 7000], ['2026-11-20T15:21:00.000Z']]);
});

test.each([
  ['?interval=1m', 'SPX', 400],
  ['?window=0', 'SPX', 400],
  ['?from=2026-11-21&to=2026-11-20', 'SPX', 400],
  ['', 'XYZ', 404],
])('%s of %s is answered with %i', async (query, symbol, status) => {
  expect((await get(query, symbol)).status).toBe(status);
});

test('more columns than a picture holds are refused, with what to do', async () => {
  await store.append(
    gexProfiles,
    Array.from({ length: 161 }, (_, i) => profile(10_000 + 5 * i, [6000], 1, { underlying: 'OLD' })),
  );
  await store.append(gexProfiles, []);
  const from = new Date(openMs - 20_000 * minuteMs).toISOString();
  await served.publish(levelsEvent({ underlying: 'OLD', seq: 2 }));
  const answer = await get(`?from=${from}`, 'OLD');
  expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
    400,
    expect.stringMatching(/161 intervals of 5m .* take a longer interval/),
  ]);
  expect((await get(`?from=${from}&interval=15m`, 'OLD')).status).toBe(200);
});

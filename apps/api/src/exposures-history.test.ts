import { allTables, gexExposures, modelId, type RowOf, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExposuresHistory, type ExposuresHistoryBody } from './contract/exposures-history.ts';
import { levelsEvent, openMs } from './events.fixture.ts';
import { exposuresRow, serveApi } from './served-api.fixture.ts';
import type { ProblemBody } from './server/problem.ts';

const minuteMs = 60_000;
const { model } = levelsEvent().body;
let served: Awaited<ReturnType<typeof serveApi>>;
let store: Store;
const row = (minutes: number, change: Partial<RowOf<typeof gexExposures>> = {}) =>
  exposuresRow(openMs - minutes * minuteMs, change);

beforeAll(async () => {
  store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
  await store.declareTables(allTables);
  await store.append(gexExposures, [
    row(5, { call_vex: 30, put_vex: -20, gross_vex: 60 }),
    row(4, { call_vex: 31, zero_gamma: null }),
    row(4, { horizon: '0dte', call_vex: 7, atm_iv_30d: null }),
    row(4, { model: modelId({ ...model, measure: 'volume' }), call_vex: 8 }),
    row(4, { model: modelId({ ...model, carry: { kind: 'flat', rate: 0.04, dividendYield: 0 } }), call_vex: 9 }),
    row(4, { underlying: 'OLD', call_vex: 10 }),
    row(3, { model: modelId({ ...model, measure: 'inventory', convention: 'bought- sold+' }), call_vex: -3, put_vex: 1 }),
  ]);
  served = await serveApi({}, { store });
});
afterAll(async () => {
  await served.stop();
  await store.close();
});

const get = (path: string): Promise<Response> => fetch(`${served.api.url}/api/v1/gex/${path}`);
const asked = async (query = '', symbol = 'SPX'): Promise<ExposuresHistoryBody> => {
  const answer = await get(`${symbol}/exposures/history${query}`);
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as ExposuresHistoryBody;
  expect([...Compile(ExposuresHistory).Errors(body)]).toEqual([]);
  return body;
};
const calls = ({ points }: ExposuresHistoryBody) => points.map(({ exposures }) => exposures.vex.call);

test('each minute that was kept is a point, of the measure, horizon and carry asked for alone', async () => {
  const history = await asked();
  expect(history).toMatchObject({ model: 'oi/calls+puts-/zero/bsm/live', dealer_model: 'naive', measure: 'oi', horizon: 'all' });
  expect(history.points.map(({ interval_start }) => interval_start)).toEqual([
    '2026-11-20T15:25:00.000Z',
    '2026-11-20T15:26:00.000Z',
  ]);
  expect(history.points[0]!.exposures.vex).toEqual({ net: 10, call: 30, put: -20, gross: 60 });
  expect(history.points.map(({ zero_gamma, atm_iv_30d }) => [zero_gamma, atm_iv_30d])).toEqual([
    [6012.5, 0.15],
    [null, 0.15],
  ]);
  expect(history.points[0]).toMatchObject({ skew_25d_30d: 4.25, put_call_ratio: { oi: 1.5, volume: null, premium: 0.8 } });
  expect(calls(await asked('?horizon=0dte'))).toEqual([7]);
  expect(calls(await asked('?measure=volume'))).toEqual([8]);
  expect(calls(await asked('?interval=5m'))).toEqual([31]);
});

test('another dealer model signs what is kept of the naive one, and is named', async () => {
  const short = await asked('?model=all_short');
  expect(short).toMatchObject({ model: 'oi/calls-puts-/zero/bsm/live', dealer_model: 'all_short', convention: 'calls- puts-' });
  expect(short.points[0]).toMatchObject({ exposures: { vex: { net: -50, call: -30, put: -20, gross: 60 } }, zero_gamma: null });
  expect((await asked('?model=inverse')).points[0]!.zero_gamma).toBe(6012.5);
});

test('volume_signed has what was kept of it, as its trades signed it', async () => {
  const traded = await asked('?model=volume_signed');
  expect(traded).toMatchObject({
    model: 'inventory/bought-sold+/zero/bsm/live',
    measure: 'inventory',
    convention: 'bought- sold+',
  });
  expect(traded.points.map(({ exposures: { vex } }) => [vex.call, vex.put, vex.net])).toEqual([[-3, 1, -2]]);
});

test('a symbol of the past has its newest stored model; one that is not stored is unknown', async () => {
  expect(calls(await asked('', 'old'))).toEqual([10]);
  expect((await get('NONE/exposures/history')).status).toBe(404);
});

test.each([
  ['?model=sqzme', 'model'],
  ['?horizon=yearly', 'horizon'],
  ['?model=volume_signed&measure=volume', 'measure'],
  ['?from=2026-11-20&to=2026-11-19', 'from'],
])('%s gets a problem 400 that names %s', async (query, field) => {
  const answer = await get(`SPX/exposures/history${query}`);
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as ProblemBody).errors.map((error) => error.field)).toContain(field);
});

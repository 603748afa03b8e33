import { allTables, gexLevels, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GexAllBody, GexDetailBody } from './contract/gex.ts';
import type { HistoryBody } from './contract/history.ts';
import type { StatusBody } from './contract/status.ts';
import { levelsEvent, openMs } from './events.fixture.ts';
import { type OpenApi, violations } from './open-api.fixture.ts';
import { levelsRow, serveApi } from './served-api.fixture.ts';
import { Problem, type ProblemBody } from './server/problem.ts';

type Served = Awaited<ReturnType<typeof serveApi>>;

const json = async <Body>(response: Response): Promise<Body> => (await response.json()) as Body;

describe('answers over HTTP', { timeout: 20_000 }, () => {
  let served: Served;
  let store: Store;
  let openApi: OpenApi;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(served.api.url + path, { headers });

  beforeAll(async () => {
    store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
    await store.declareTables(allTables);
    served = await serveApi({}, { store });
    openApi = await json<OpenApi>(await get('/openapi.json'));
    const { model } = levelsEvent().body;
    await store.append(gexLevels, [
      levelsRow(openMs - 130_000, { net_gex: 1, zero_gamma: 6000 }),
      levelsRow(openMs - 125_000, { net_gex: 4 }),
      levelsRow(openMs - 121_000, { net_gex: 2, zero_gamma: null }),
      levelsRow(openMs - 1_000, { net_gex: -3, spot: 6007 }),
      levelsRow(openMs - 1_000, { net_gex: 99, model: `${model.measure}/another` }),
      levelsRow(openMs - 1_000, { underlying: 'OLD', net_gex: 8 }),
    ]);
  });
  afterAll(async () => {
    await served.stop();
    await store.close();
  });

  test('/docs shows it to people', async () => {
    const answer = await get('/docs/');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('swagger-ui');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  test('all symbols come without cells, in the order of ingest', async () => {
    const all = await json<GexAllBody>(await get('/api/gex'));
    expect(Object.keys(all)).toEqual(['SPX', 'SPY']);
    expect(all.SPX).not.toHaveProperty('cells');
    expect(all.SPX).toMatchObject({ status: 'live', source: 'sim', simulated: true, total_net_gex: 5 });
    expect(all.SPX?.strikes).toHaveLength(2);
  });

  test.each(['SPX', 'spx', '$SPX', '%24spx', 'SPXW'])('%s is found as SPX', async (text) => {
    const detail = await json<GexDetailBody>(await get(`/api/gex/${text}`));
    expect(detail.symbol).toBe('SPX');
    expect(detail.cells.call_gex).toEqual([1, 9, 1, 1]);
  });

  test.each(['BRK.B', 'brk%2FB', 'BRK-B'])('%s is looked for as BRKB, as the broker’s chains are kept', async (text) => {
    expect((await json<ProblemBody>(await get(`/api/gex/${text}`))).detail).toContain('BRKB is not followed here');
  });

  test('a history has one point for each interval with rows, opened, closed, high and low', async () => {
    const { points, ...rest } = await json<HistoryBody>(await get('/api/gex/spx/history?interval=1m'));
    expect(rest).toMatchObject({
      symbol: 'SPX',
      interval: '1m',
      model: 'oi/calls+puts-/zero/bsm/live',
      unit: 'USD per 1 % move',
      measure: 'oi',
      convention: 'calls+ puts-',
      carry: 'zero',
    });
    expect(points).toEqual([
      {
        interval_start: '2026-11-20T15:27:00.000Z',
        spot: 6005,
        net_gex: 2,
        net_gex_open: 1,
        net_gex_high: 4,
        net_gex_low: 1,
        call_gex: 12,
        put_gex: -7,
        gross_gex: 19,
        zero_gamma: null,
        call_wall: 6010,
        put_wall: null,
        king: 6010,
      },
      expect.objectContaining({ interval_start: '2026-11-20T15:29:00.000Z', spot: 6007, net_gex: -3, zero_gamma: 6012.5 }),
    ]);
  });

  test('days begin at New York’s midnight', async () => {
    const { points, from } = await json<HistoryBody>(await get('/api/gex/SPX/history?interval=1d&from=2026-11-19&to=2026-11-21'));
    expect(from).toBe('2026-11-19T05:00:00.000Z');
    expect(points.map(({ interval_start }) => interval_start)).toEqual(['2026-11-20T05:00:00.000Z']);
  });

  test('a symbol of the past still has its history', async () => {
    const { points } = await json<HistoryBody>(await get('/api/gex/OLD/history'));
    expect(points.map(({ net_gex }) => net_gex)).toEqual([8]);
  });

  test('the status has the old heatmap’s fields, the feed’s state and how far behind groups are', async () => {
    const status = await json<StatusBody>(await get('/api/status'));
    expect(status).toMatchObject({
      status: 'ok',
      last_fetch: '2026-11-20T15:30:00.000Z',
      symbols: ['SPX', 'SPY'],
      interval: 1,
      state: 'live',
      simulated: true,
      session: 'regular',
      ready: 'ready',
      store: { ok: true },
      lag: { gex: { records: 0, topics: { market: 0 } }, history: null },
    });
    expect(status.underlyings.map(({ symbol, status: freshness }) => [symbol, freshness])).toEqual([
      ['SPX', 'live'],
      ['SPY', 'live'],
    ]);
    expect(await served.api.status()).toMatchObject({ status: 'ok' });
  });

  test('/ is the page for browsers and the service root for programs', async () => {
    const browser = await get('/', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(browser.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await browser.text()).toContain('<title>page</title>');
    const program = await get('/', { accept: 'application/json' });
    expect(
      violations(openApi.paths['/']!.get!.responses[200]!.content!['application/json']!.schema, await program.clone().json()),
    ).toEqual([]);
    expect(await json<{ readonly name: string }>(program)).toMatchObject({ name: 'gexstream', status: 'ok' });
  });

  test('the page is guarded by a policy that works over plain http', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('files of the page have a strong tag, and are not sent twice', async () => {
    const first = await get('/assets/main.js');
    expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(first.headers.get('etag')).toBe('"one"');
    expect((await get('/assets/main.js', { 'if-none-match': '"one"' })).status).toBe(304);
    expect((await get('/assets/main.js', { 'if-none-match': '"two"' })).status).toBe(200);
  });

  test.each<[string, number, string | null]>([
    ['/api/gex/SPX!', 400, 'symbol'],
    ['/api/gex/TOOLONGSYMBOL', 400, 'symbol'],
    ['/api/gex/NDX', 404, 'symbol'],
    ['/api/gex?window=5', 400, 'window'],
    ['/api/gex/NDX/history', 404, 'symbol'],
    ['/api/gex/SPX/history?interval=2m', 400, 'interval'],
    ['/api/gex/SPX/history?from=noon', 400, 'from'],
    ['/api/gex/SPX/history?to=2026-11-20T10:00', 400, 'to'],
    ['/api/gex/SPX/history?intervall=1m', 400, 'intervall'],
    ['/api/gex/SPX/history?from=1&from=2', 400, 'from'],
    ['/api/v1/gex/NDX', 404, 'symbol'],
    ['/api/v1/gex/SPX?include=all', 400, 'include'],
    ['/api/v1/gex/NDX/history', 404, 'symbol'],
    ['/api/v1/gex/SPX/history?start_date=noon', 400, 'start_date'],
    ['/api/v1/gex/SPX/history?start_date=2026-11-21&end_date=2026-11-20', 400, 'start_date'],
    ['/api/v1/gex/SPX/history?from=2026-11-20', 400, 'from'],
    ['/api/v1/stream?symbols=NDX', 404, 'symbols'],
    ['/api/v1/stream?symbols=%3Cb%3E', 400, 'symbols'],
    ['/nowhere', 404, null],
    ['/assets/none.js', 404, null],
    ['/api/gex/%zz', 400, 'url'],
    [`/api/gex/${'A'.repeat(300)}%zz`, 400, 'url'],
    [`/api/gex/${'A'.repeat(300)}`, 414, 'symbol'],
    [`/api/gex/${'A'.repeat(300)}/history`, 414, 'symbol'],
    [`/assets/${'A'.repeat(300)}`, 414, 'url'],
    [`/${'A'.repeat(300)}`, 404, null],
  ])('%s gets a problem %i that names %s', async (path, status, field) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
    const problem = await json<ProblemBody>(answer);
    expect(violations(Problem, problem)).toEqual([]);
    expect(problem.status).toBe(status);
    if (field !== null) expect(problem.errors.map((error) => error.field)).toContain(field);
    // Of a long address 80 letters are repeated at most.
    expect(JSON.stringify(problem)).not.toMatch(/A{80}/);
    expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
  });

  test('an unknown symbol is told which are known, and how it would be followed', async () => {
    const problem = await json<ProblemBody>(await get('/api/gex/ndx'));
    expect(problem.detail).toBe(
      'NDX is not followed here. Known: SPX, SPY; npx gex follow NDX, or PUT /api/v1/demand/NDX, follows it for a while',
    );
  });

  test.each([
    ['POST', '/api/gex'],
    ['DELETE', '/'],
  ])('%s %s is a problem too', async (method, path) => {
    const answer = await fetch(served.api.url + path, { method });
    expect(answer.status).toBe(404);
    expect(violations(Problem, await answer.json())).toEqual([]);
  });
});

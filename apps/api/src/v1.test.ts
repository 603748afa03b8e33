import { allTables, gexLevels, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { GexCalculationBody, GexDataPointsBody } from './contract/v1.ts';
import { feedStatusEvent, openMs } from './events.fixture.ts';
import { levelsRow, serveApi } from './served-api.fixture.ts';

let served: Awaited<ReturnType<typeof serveApi>>;
let store: Store;
const get = (path: string): Promise<Response> => fetch(served.api.url + path);
const json = async <Body>(response: Response): Promise<Body> => (await response.json()) as Body;

beforeAll(async () => {
  store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
  await store.declareTables(allTables);
  await store.append(gexLevels, [levelsRow(openMs - 130_000, { zero_gamma: null }), levelsRow(openMs - 1_000)]);
  served = await serveApi({}, { store });
});
afterAll(async () => {
  await served.stop();
  await store.close();
});

test('G-18, C-16: the older contract tells gammas as sizes, how far to trust them, and the connection', async () => {
  const gex = await vi.waitFor(async () => {
    // Told anew, for its age goes by the machine's clock.
    await served.publish(feedStatusEvent({ atMs: openMs, wallMs: served.clock.now() }));
    const body = await json<GexCalculationBody>(await get('/api/v1/gex/spx'));
    expect(body.metadata.status).toBe('live');
    return body;
  }, 20_000);
  expect(gex).toMatchObject({
    calculation_id: `SPX-${openMs}-1`,
    spot_price: 6005,
    total_gamma: 19,
    call_gamma: 12,
    put_gamma: 7,
    net_gamma: 5,
    gamma_flip_price: 6012.5,
    max_gamma_price: 6010,
    options_count: 4,
    metadata: { unit: 'USD per 1 % move', convention: 'calls+ puts-', measure: 'oi', model: 'oi/calls+puts-/zero/bsm/live' },
  });
  // Two strikes of ten, and some milliseconds or seconds old.
  expect(gex.confidence_score).toBeGreaterThan(0);
  expect(gex.confidence_score).toBeLessThanOrEqual(0.2);
  const history = await json<GexDataPointsBody>(await get('/api/v1/gex/SPX/history?interval=1m'));
  expect(history.data_points.map(({ total_gamma, gamma_flip_price }) => [total_gamma, gamma_flip_price])).toEqual([
    [19, null],
    [19, 6012.5],
  ]);
  expect(history.metadata).toEqual({
    ...{ unit: 'USD per 1 % move', measure: 'oi', convention: 'calls+ puts-', carry: 'zero' },
    model: 'oi/calls+puts-/zero/bsm/live',
  });
  expect(await (await get('/api/v1/connection/status')).json()).toMatchObject({
    status: 'connected',
    last_connected_at: '2026-11-20T15:30:00.000Z',
    message: 'simulator connected',
  });
});

test('C-16: a connection that is lost says since when, a login that has ended is an error', async () => {
  const connection = async () => (await get('/api/v1/connection/status')).json();
  const later = { atMs: openMs + 60_000, wallMs: served.clock.now() };
  await served.publish(feedStatusEvent(later, { state: 'reconnecting', detail: 'the socket closed' }));
  expect(await connection()).toEqual({
    status: 'disconnected',
    last_connected_at: '2026-11-20T15:30:00.000Z',
    reconnect_attempts: null,
    message: 'the socket closed',
  });
  await served.publish(feedStatusEvent(later, { state: 'auth-required', detail: 'npx gex login' }));
  expect(await connection()).toMatchObject({ status: 'error', message: 'npx gex login' });
  expect(await (await get('/api/v1/health')).json()).toMatchObject({
    services: { feed: 'auth-required', schwab_api: 'error', redis_cache: 'available', duckdb_storage: 'available' },
  });
});

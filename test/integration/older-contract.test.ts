import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import { type Api, startApi } from '@gexstream/api';
import { type Bus, decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import { applyEvent, type Clock, chainPicture, emptyBook, epochMs, isMarketEvent } from '@gexstream/domain';
import { currentChain } from '@gexstream/gex';
import { historyGroup, startHistory } from '@gexstream/history';
import { allTables, type Store, underlyingBars } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allCommitted, allRecords, openLog, processed } from '../support/gex-log.ts';
import { liveFeedStatus } from '../support/live-feed-status.ts';
import { logStartMs, marketLog } from '../support/market-log.ts';

// A minute of a small market, through gex and history, then asked for as the older contract words it. Two API processes on one log.
const seconds = 63;
const recorded = marketLog({ seed: 7, symbols: ['SPX', 'RUT'], seconds, withTicks: true });
const machine = systemClock();
const heldAt = machine.now();
/** Stands still, so that ages, and what is said of them, are the same whenever and by whichever process one asks. */
const clock: Clock = { ...machine, now: () => heldAt };
const log = pino({ level: 'silent' });
const carry = { kind: 'zero' } as const;

let folder = '';
let bus: Bus;
let store: Store;
let apis: readonly Api[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-older-contract-'));
  bus = await openLog(join(folder, 'log'));
  store = await openDuckDbStore({ path: join(folder, 'history.duckdb'), memoryLimitMb: 128 });
  await store.declareTables(allTables);
  const status = liveFeedStatus(epochMs(logStartMs + seconds * 1_000), clock.now(), ['SPX', 'RUT', 'IWM']);
  await bus.publish([
    ...recorded,
    { topic: topic.feedStatus.name, key: 'ingest', value: encodeEvent(status), timestampMs: status.eventMs },
  ]);
  await processed(bus);
  const history = await startHistory({ bus, store, clock, log, feed: 'sim' });
  while (!(await allCommitted(bus, historyGroup, [topic.levels.name, topic.ticks.name]))) await setTimeout(20);
  await history.stop();
  const serve = () =>
    startApi({
      bus,
      store,
      clock,
      log,
      feed: 'sim',
      readChain: (symbol, under) => currentChain(bus, symbol, under),
      config: { host: '127.0.0.1', port: 0, rateLimitPerMinute: 100_000 },
    });
  apis = [await serve(), await serve()];
});
afterAll(async () => {
  await Promise.all(apis.map((api) => api.stop()));
  await bus.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, api = apis[0]!): Promise<Response> => fetch(api.url + path);
const get = async <T = Readonly<Record<string, unknown>>>(path: string, api = apis[0]!): Promise<T> => {
  const answer = await ask(path, api);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
};

interface Option {
  readonly option_symbol: string;
  readonly strike_price: number;
  readonly expiration_date: string;
  readonly option_type: 'CALL' | 'PUT';
  readonly open_interest: number;
  readonly gamma: number;
  readonly delta: number;
}
interface Options {
  readonly as_of: string;
  readonly spot_price: number;
  readonly expiration_dates: readonly string[];
  readonly options: readonly Option[];
}

test('the contracts by a snapshot and the inputs since are those of all inputs', async () => {
  const book = emptyBook('SPX');
  for (const { value } of await allRecords(bus, topic.market.name)) {
    const event = decodeEvent(value!);
    if (isMarketEvent(event) && (event.underlying === 'SPX' || event.underlying === '*')) applyEvent(book, event, () => {});
  }
  const chain = (await currentChain(bus, 'SPX', carry))!;
  // Those of the third Friday have settled at its open.
  expect(chain.contracts).toHaveLength(164);
  expect(chain).toEqual(chainPicture(book, epochMs(logStartMs + seconds * 1_000 + 3), carry));
});

test('G-27: options are the chain, narrowed as asked, and their gamma makes the published exposure', async () => {
  const all = await get<Options>('/api/v1/options/spx');
  expect(all.expiration_dates).toEqual(['2026-11-23', '2026-12-18']);
  expect(all.options).toHaveLength(164);
  const puts = await get<Options>('/api/v1/options/SPX?expiration_date=2026-11-23&option_type=put');
  expect(puts.options).toEqual(all.options.filter((each) => each.expiration_date === '2026-11-23' && each.option_type === 'PUT'));
  expect(puts.options).toHaveLength(41);
  // Of the last quarter second, in which spot moved by some ten thousandths.
  const { call_gamma, spot_price } = await get<{ readonly call_gamma: number; readonly spot_price: number }>('/api/v1/gex/SPX');
  expect(all.spot_price / spot_price).toBeCloseTo(1, 3);
  const calls = all.options.filter(({ option_type }) => option_type === 'CALL');
  const exposure = calls.reduce(
    (sum, { gamma, open_interest }) => sum + gamma * open_interest * 100 * all.spot_price ** 2 * 0.01,
    0,
  );
  expect(exposure / call_gamma).toBeGreaterThan(0.97);
  expect(exposure / call_gamma).toBeLessThan(1.03);
});

test('G-18: include_options puts the contracts beside the calculation', async () => {
  const plain = await get('/api/v1/gex/SPX?include_options=false');
  expect(plain).not.toHaveProperty('options_data');
  const { options_data, ...rest } = await get('/api/v1/gex/SPX?include_options=true');
  expect(options_data).toEqual((await get<Options>('/api/v1/options/SPX')).options);
  expect(Object.keys(rest).sort()).toEqual(Object.keys(plain).sort());
});

test.each([
  ['/api/v1/gex/NDX', 404],
  ['/api/v1/options/NDX', 404],
  ['/api/v1/market/NDX', 404],
  ['/api/v1/gex/IWM', 503],
  ['/api/v1/options/IWM', 503],
  ['/api/v1/market/IWM', 503],
  ['/api/v1/gex/SPX?include_options=yes', 400],
  ['/api/v1/options/SPX?expiration_date=2026-11-24', 400],
  ['/api/v1/options/SPX?option_type=straddle', 400],
])('G-18: %s is answered with %i, in both contracts’ words', async (path, status) => {
  const answer = await ask(path);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('retry-after')).toEqual(status === 503 ? expect.stringMatching(/^\d+$/) : null);
  expect(await answer.json()).toMatchObject({
    status,
    error: expect.any(String),
    message: expect.any(String),
    timestamp: expect.any(String),
    request_id: expect.any(String),
  });
});

test('G-27: the market is the last tick, with the day’s figures of its bars', async () => {
  const [bar] = await store.range(underlyingBars, {
    where: { underlying: 'SPX' },
    from: epochMs(0),
    to: epochMs(4e12),
    limit: 5,
  });
  const last = recorded
    .filter(({ topic: name, key }) => name === topic.ticks.name && key === 'SPX')
    .map(({ value }) => decodeEvent(value!));
  const quote = last.filter(({ kind }) => kind === 'underlying-quote').at(-1)!;
  const { last: price } = quote.body as { readonly last: number };
  expect(await get('/api/v1/market/$spx')).toMatchObject({
    symbol: 'SPX',
    price,
    last_trade_price: price,
    timestamp: new Date(quote.eventMs).toISOString(),
    bid: null,
    day_open: bar!.open,
    day_high: bar!.high,
    day_low: bar!.low,
    prev_close: null,
    data_source: 'sim',
    metadata: { simulated: true },
  });
});

test('G-13: buckets of each interval, and none where nothing was', async () => {
  for (const interval of ['1m', '5m', '15m', '1h', '1d']) {
    const { data_points } = await get<{ readonly data_points: readonly { readonly timestamp: string }[] }>(
      `/api/v1/gex/SPX/history?interval=${interval}&start_date=2026-11-19&end_date=2026-11-21`,
    );
    const expected = { '1m': ['15:00', '15:01'], '1d': ['05:00'] }[interval] ?? ['15:00'];
    expect(data_points.map(({ timestamp }) => timestamp)).toEqual(expected.map((time) => `2026-11-20T${time}:00.000Z`));
  }
  const wrong = await ask('/api/v1/gex/SPX/history?start_date=2026-11-21&end_date=2026-11-20');
  expect(await wrong.json()).toMatchObject({ status: 400, errors: [{ field: 'start_date' }] });
});

test('X-05: two API processes agree', async () => {
  // How many answers came from memory is of the process that was asked.
  const ownCount = /"cache_hit_rate":[\d.e-]+/g;
  for (const path of [
    '/api/gex',
    '/api/gex/SPX',
    '/api/v1/gex/RUT',
    '/api/v1/options/SPX',
    '/api/v1/market/RUT',
    '/api/gex/SPX/history?from=2026-11-20&to=2026-11-21',
  ]) {
    const [one, other] = await Promise.all(apis.map(async (api) => (await ask(path, api)).text()));
    expect(one!.length).toBeGreaterThan(100);
    expect(other!.replace(ownCount, '')).toBe(one!.replace(ownCount, ''));
  }
});

test('G-27, SC-004: requests are answered from memory, and the stats say so', async () => {
  const before = await get<CacheStats>('/api/v1/cache/stats');
  for (let i = 0; i < 500; i++) {
    const path = ['/api/v1/gex/SPX', '/api/v1/market/RUT', '/api/v1/options/SPX?expiration_date=2026-12-18'][i % 3]!;
    await get(path);
  }
  const after = await get<CacheStats>('/api/v1/cache/stats');
  const sum = ({ data_types }: CacheStats, of: 'hits' | 'misses') =>
    Object.values(data_types).reduce((total, type) => total + type[of], 0);
  const [hits, misses] = [sum(after, 'hits') - sum(before, 'hits'), sum(after, 'misses') - sum(before, 'misses')];
  expect(hits / (hits + misses)).toBeGreaterThanOrEqual(0.995);
  expect(hits + misses).toBeGreaterThanOrEqual(500);
  expect(after).toMatchObject({
    data_types: { market_data: { entries: 2 }, options_data: { entries: 1 }, gex_results: { entries: 2 } },
    total_entries: 5,
    cache_hit_rate: sum(after, 'hits') / (sum(after, 'hits') + sum(after, 'misses')),
  });
  expect(after.memory_usage_bytes).toBeGreaterThan(164 * 400);
});

interface CacheStats {
  readonly cache_hit_rate: number;
  readonly memory_usage_bytes: number;
  readonly data_types: Readonly<Record<string, { readonly hits: number; readonly misses: number }>>;
}

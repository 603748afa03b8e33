import { allTables, gexLevels, type Store, StoreError } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedStatusEvent, openMs } from './events.fixture.ts';
import { type OpenApi, type Operation, publishedAnswer, violations } from './open-api.fixture.ts';
import { emptyStore, levelsRow, quoteEvent, serveApi, smallChain } from './served-api.fixture.ts';
import { SseReader } from './sse-reader.fixture.ts';

// The document is walked, so that a route that joins it is held against its own words without a line here.
describe('G-28: every documented path', { timeout: 30_000 }, () => {
  let served: Awaited<ReturnType<typeof serveApi>>;
  let store: Store;
  let openApi: OpenApi;
  let gets: readonly (readonly [string, Operation])[] = [];

  beforeAll(async () => {
    store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
    await store.declareTables(allTables);
    await store.append(gexLevels, [levelsRow(openMs - 1_000)]);
    served = await serveApi({}, { store, readChain: async (symbol) => (symbol === 'SPX' ? smallChain : null) });
    await served.publish(quoteEvent({ last: 6005, bid: 6004.5, ask: 6005.5 }));
    openApi = (await (await fetch(`${served.api.url}/openapi.json`)).json()) as OpenApi;
    gets = Object.entries(openApi.paths).flatMap(([path, { get }]) => (get === undefined ? [] : [[path, get] as const]));
  });
  afterAll(async () => {
    await served.stop();
    await store.close();
  });

  const examples: Readonly<Record<string, string>> = { symbol: 'SPX', table: 'gex_levels', from: '0', to: '1', limit: '1' };
  /** With every required parameter; what this test has no example of is `x`. */
  const addressOf = (path: string, { parameters = [] }: Operation, symbol: string): string => {
    const value = (name: string): string => (name === 'symbol' ? symbol : (examples[name] ?? 'x'));
    const query = parameters.filter((each) => each.in === 'query' && each.required).map(({ name }) => `${name}=${value(name)}`);
    return `${path.replace(/\{(\w+)\}/g, (_text, name: string) => value(name))}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  };

  /** Asks every documented GET that is no stream; how many were 200, and what was not as its schema says. */
  const walked = async (url: string): Promise<{ readonly good: number; readonly wrong: readonly unknown[] }> => {
    const wrong: unknown[] = [];
    let good = 0;
    for (const [path, operation] of gets.filter(([, { 'x-events': events }]) => events === undefined))
      for (const symbol of ['SPX', 'SPY', 'NDX', 'S!X']) {
        const address = addressOf(path, operation, symbol);
        const answer = await fetch(url + address, { headers: { accept: 'application/json' } });
        const type = answer.headers.get('content-type') ?? 'none';
        try {
          const schema = publishedAnswer(operation, answer.status, type);
          const body: unknown = /json/.test(type) && !/ndjson/.test(type) ? await answer.json() : await answer.text();
          const found = violations(schema, body);
          if (found.length > 0) wrong.push([address, answer.status, found.slice(0, 3)]);
          if (answer.ok) good++;
        } catch (error) {
          wrong.push([address, answer.status, String(error)]);
        }
      }
    return { good, wrong };
  };

  test('answers as its schema says, and with no status that is not told', async () => {
    const { good, wrong } = await walked(served.api.url);
    expect(wrong).toEqual([]);
    expect(good).toBeGreaterThanOrEqual(30);
  });

  const away: Store = {
    ...emptyStore,
    latest: () => Promise.reject(new StoreError('STORE_FAILED', 'away')),
    range: () => Promise.reject(new StoreError('STORE_FAILED', 'away')),
    sample: () => Promise.reject(new StoreError('STORE_FAILED', 'away')),
  };
  test.each([
    ['that knows nothing yet', { empty: true }],
    ['whose store is away', { store: away }],
    ['that knows nothing, and whose store is away', { empty: true, store: away }],
  ] as const)('does so of a server %s', async (_case, change) => {
    const other = await serveApi({}, change);
    // Followed, and never computed.
    await other.publish(feedStatusEvent({ wallMs: other.clock.now() }));
    expect((await walked(other.api.url)).wrong).toEqual([]);
    await other.stop();
  });

  test('G-25: that tells of the market says that it is simulated', async () => {
    const told: unknown[] = [];
    for (const [path, operation] of gets.filter(([name]) => name.includes('{symbol}'))) {
      const answer = await fetch(served.api.url + addressOf(path, operation, 'SPX'));
      if (!answer.ok) continue;
      const { simulated, metadata } = (await answer.json()) as {
        readonly simulated?: boolean;
        readonly metadata?: { readonly simulated?: boolean };
      };
      told.push([path, simulated ?? metadata?.simulated]);
    }
    expect(told.length).toBeGreaterThanOrEqual(7);
    expect(told).toEqual(told.map((each) => [(each as readonly unknown[])[0], true]));
  });

  test('that is a stream sends the events it tells of', async () => {
    const streams = gets.filter(([, { 'x-events': events }]) => events !== undefined);
    expect(streams.map(([path]) => path)).toEqual(expect.arrayContaining(['/api/stream', '/api/v1/stream']));
    for (const [path, { 'x-events': events }] of streams) {
      const reader = await SseReader.open(served.api.url + path);
      const { event, data } = await reader.until((message) => message.data !== '');
      expect([path, violations(events![event ?? 'message']!, JSON.parse(data))]).toEqual([path, []]);
      reader.close();
    }
  });

  test('is one that is served, and every route of the API is documented', () => {
    const documented = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const hidden = /^\/(docs|assets|openapi\.json)/;
    const answered = served.api.routes
      .filter(({ method, path }) => !['HEAD', 'OPTIONS'].includes(method) && !hidden.test(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect(documented.sort()).toEqual(answered.sort());
  });

  test('stands under a heading that says what it is of', () => {
    const used = Object.values(openApi.paths).flatMap((methods) => Object.values(methods).flatMap(({ tags }) => tags));
    expect([...new Set(used)].sort()).toEqual(openApi.tags.map(({ name }) => name).sort());
  });

  test('belongs to a document of OpenAPI 3.1 with the disclaimer', () => {
    expect(openApi.openapi).toMatch(/^3\.1\./);
    expect(openApi.info.description).toContain('Educational purposes only; not a recommendation.');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveApi } from './served-api.fixture.ts';
import { SseReader } from './sse-reader.fixture.ts';

/** What the old heatmap's page reads of a symbol, and of a strike. */
const symbolFields = [
  'symbol',
  'spot',
  'timestamp',
  'expirations',
  'total_net_gex',
  'gamma_wall',
  'put_wall',
  'king_node',
  'strikes',
  'recommendation',
  'king_history',
  'volume_surges',
];
const strikeFields = [
  'strike',
  'net_gex',
  'call_gex',
  'put_gex',
  'total_gamma',
  'call_oi',
  'put_oi',
  'call_volume',
  'put_volume',
  'call_iv',
  'put_iv',
  'call_delta',
  'put_delta',
  'call_bid',
  'call_ask',
  'put_bid',
  'put_ask',
];

type Payload = Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly strikes: readonly object[] }>>;

describe('G-19: the old heatmap finds', () => {
  let served: Awaited<ReturnType<typeof serveApi>>;
  beforeAll(async () => {
    served = await serveApi();
  });
  afterAll(() => served.stop());
  const get = async <T>(path: string): Promise<T> => (await (await fetch(served.api.url + path)).json()) as T;

  test('its fields in /api/gex, quotes and greeks of 0DTE contracts among them', async () => {
    const { SPX } = await get<Payload>('/api/gex');
    expect(Object.keys(SPX!)).toEqual(expect.arrayContaining(symbolFields));
    expect(Object.keys(SPX!.strikes[0]!)).toEqual(expect.arrayContaining(strikeFields));
    expect(SPX).toMatchObject({ symbol: 'SPX', timestamp: SPX!.as_of, total_net_gex: 5, king_node: SPX!.max_gross_strike });
    expect(SPX!.strikes).toMatchObject([
      { strike: 6000, call_bid: 21.5, call_ask: 21.75, call_iv: 0.125, call_delta: 0.625 },
      { strike: 6010, call_bid: null, call_ask: null, call_iv: null, call_delta: null },
    ]);
  });

  test('its fields in /api/status', async () => {
    expect(await get('/api/status')).toMatchObject({
      status: 'ok',
      last_fetch: expect.stringMatching(/Z$/),
      symbols: ['SPX', 'SPY'],
      interval: expect.any(Number),
    });
  });

  test('the same payload in the unnamed events of /api/stream', async () => {
    const reader = await SseReader.open(`${served.api.url}/api/stream`);
    const { event, data } = await reader.until((message) => message.data !== '');
    reader.close();
    expect(event).toBeNull();
    const { SPX } = JSON.parse(data) as Payload;
    expect(Object.keys(SPX!).sort()).toEqual(Object.keys((await get<Payload>('/api/gex')).SPX!).sort());
  });
});

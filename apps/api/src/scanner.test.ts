import { epochMs } from '@gexstream/domain';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpportunityAnswer, ScanStatusAnswer, SkewHistoryAnswer, StockAnswer } from './contract/scanner.ts';
import { flowEvent, opportunitiesEvent, rowOf, scanMs, weekly } from './scanner.fixture.ts';
import { serveApi } from './served-api.fixture.ts';
import { getJson, serveScanner } from './served-scanner.fixture.ts';
import { SseReader } from './sse-reader.fixture.ts';

describe('the scanner’s API', { timeout: 30_000 }, () => {
  let scanner: Awaited<ReturnType<typeof serveScanner>>;
  let served: Awaited<ReturnType<typeof serveApi>>;
  let empty: Awaited<ReturnType<typeof serveApi>>;
  beforeAll(async () => {
    empty = await serveApi({}, { empty: true });
    scanner = await serveScanner(await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 }));
    served = scanner.served;
  });
  afterAll(() => Promise.all([scanner.stop(), empty.stop()]));
  const get = <Body>(path: string, from = served) => getJson<Body>(from, path);

  test('S-16: opportunities come by composite score, with the fields of the contract', async () => {
    const { body } = await get<OpportunityAnswer[]>('/api/top-opportunities');
    expect(body.map(({ symbol, strike, composite_score: score }) => [symbol, strike, score])).toEqual([
      ['AAPL', 101, 100],
      ['XOM', 101, 60],
      ['AAPL', 102, 55],
    ]);
    expect(body[0]).toMatchObject({
      expiry: weekly,
      type: 'CALL',
      underlying_price: 100,
      signal_type: 'CONTRARIAN_BULL',
      action: 'buy calls into panic',
      vol_oi_ratio: 9,
      skew_25d: 7,
      volume: 9_000,
      notional: 1_845_000,
      put_call_oi_ratio: 1.25,
      call_wall_strike: 101,
      put_wall_strike: null,
      data_timestamp: '2026-11-20T15:30:00.000Z',
      components: { whale: 35, fresh_oi: 35, skew: 30 },
      band: 'extreme',
      // 30 of 40 rose by 1 %, ten fell by as much.
      outcomes: { n: 40, hit_rate: 0.75, mean_return: expect.closeTo(0.005, 12) },
    });
  });

  test.each([
    ['limit=1', 1],
    ['min_composite_score=60', 2],
    ['min_composite_score=100', 1],
    ['signal_type=CONTRARIAN_BULL', 1],
    [`expiry=${weekly}`, 3],
    ['expiry=2026-12-04', 0],
  ])('S-16: ?%s leaves %i', async (query, count) => {
    expect((await get<OpportunityAnswer[]>(`/api/top-opportunities?${query}`)).body).toHaveLength(count);
  });

  test.each([
    '/api/top-opportunities?limit=0',
    '/api/top-opportunities?limit=201',
    '/api/top-opportunities?min_composite_score=101',
    '/api/top-opportunities?signal_type=EUPHORIA',
    '/api/top-opportunities?expiry=tomorrow',
    '/api/top-opportunities?expiry=2026-02-30',
    '/api/historical/AAPL?expiry=2026-13-01',
    '/api/top-opportunities?surprise=1',
    '/api/historical/AAPL?hours=169',
    '/api/scan-status?limit=101',
    '/api/stock/S!X',
  ])('S-16: %s is 422, and the input is named', async (path) => {
    const { status, body } = await get<{ errors: { field: string }[] }>(path);
    expect([status, body.errors.length]).toEqual([422, 1]);
  });

  test('input that does not match its pattern is told what the field is', async () => {
    expect((await get('/api/stock/S!X')).body).toMatchObject({
      detail: 'symbol: must be: underlying such as SPX or spy; `$SPX` is SPX',
    });
    expect((await get('/api/stock/AAPL?expiry=tomorrow')).body).toMatchObject({
      detail: 'expiry: must be: a date as YYYY-MM-DD',
    });
  });

  test('S-10: the mood has its fields; before the first scan it is 404', async () => {
    expect((await get('/api/market-sentiment')).body).toMatchObject({
      market_sentiment: 'ELEVATED_FEAR',
      avg_skew: 5,
      stocks_analyzed: 2,
      scan_id: '20261120-1030',
    });
    expect(await get('/api/market-sentiment', empty)).toMatchObject({
      status: 404,
      body: { error: 'no-data', detail: expect.stringMatching(/the next is at \d\d:[0134][05] New York/) },
    });
  });

  test('each answer about the market says where it comes from and how old it is', async () => {
    await scanner.feedIsLive();
    const origin = { source: 'sim', simulated: true, age_ms: expect.any(Number), status: 'live' };
    const [first] = (await get<OpportunityAnswer[]>('/api/top-opportunities')).body;
    expect(first).toMatchObject(origin);
    expect((await get('/api/market-sentiment')).body).toMatchObject(origin);
    expect((await get('/api/stock/AAPL')).body).toMatchObject(origin);
    const { source, simulated } = origin;
    const points = (await get<SkewHistoryAnswer>('/api/historical/AAPL')).body;
    expect(points[0]).toMatchObject({ source, simulated });
    expect((await get('/api/outcomes')).body).toMatchObject({ source, simulated });
  });

  test('S-17: a stock has its flows, its skew by expiry and its best score; one nobody scans is 404', async () => {
    const { body } = await get<StockAnswer>('/api/stock/aapl');
    expect(body).toMatchObject({ symbol: 'AAPL', expiry: null, composite_score: 100, bias: 'BULLISH' });
    expect(body.whale_flows.map(({ strike, whale_score: score, tier }) => [strike, score, tier])).toEqual([
      [100, 1_620, 1],
      [101, 180, 2],
    ]);
    expect(body.oi_flows.map(({ vol_oi_ratio: ratio }) => ratio)).toEqual([9, 3]);
    expect(body.skew_metrics[weekly]).toMatchObject({ skew_25d: 7 });
    expect((await get(`/api/stock/AAPL?expiry=2026-12-04`)).status).toBe(404);
    expect(await get('/api/stock/KO')).toMatchObject({
      status: 404,
      body: { error: 'no-data', detail: expect.stringMatching(/^KO is not scanned; .*--scan or SCANNER_SYMBOLS/) },
    });
  });

  test('what tells of some contracts alone replaces those, and leaves the others', async () => {
    await served.publish(flowEvent('XOM', [9_000, 3_000]), flowEvent('XOM', [12_000], epochMs(scanMs + 5_000), false));
    const { body } = await get<StockAnswer>('/api/stock/XOM');
    expect(body.oi_flows.map(({ strike, volume }) => [strike, volume])).toEqual([
      [100, 12_000],
      [101, 3_000],
    ]);
  });

  test('S-17: scans come newest first, and one that ended is not running', async () => {
    const { body } = await get<ScanStatusAnswer>('/api/scan-status?limit=2');
    expect(body.map(({ scan_id: id, status }) => [id, status])).toEqual([
      ['20261120-1030', 'completed'],
      ['20261120-1015', 'completed'],
    ]);
    expect(body[0]).toMatchObject({ stocks_scanned: 44, expiries_scanned: 179, total_api_calls: 41, duration_seconds: 129 });
  });

  test('S-17: the lists of symbols, expiries and signal types', async () => {
    expect((await get('/api/symbols')).body).toEqual(['AAPL', 'XOM']);
    expect((await get('/api/expiries')).body).toEqual([weekly]);
    const { body } = await get<{ signal_type: string; outcomes: { n: number; hit_rate: number | null } }[]>('/api/signal-types');
    expect(body.map(({ signal_type: name }) => name).slice(0, 2)).toEqual(['CONTRARIAN_BULL', 'CONTRARIAN_BEAR']);
    expect(body.at(-1)).toMatchObject({ signal_type: 'NEUTRAL', outcomes: { n: 29, hit_rate: null } });
  });

  test('its view of the page is at /scanner', async () => {
    const answer = await fetch(`${served.api.url}/scanner`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('<title>scanner</title>');
  });

  test('an opportunity that rises is told on the stream, at once and to those who want its symbol', async () => {
    const reader = await SseReader.open(`${served.api.url}/api/v1/stream?symbols=AAPL`);
    await reader.until((message) => message.event === 'snapshot');
    await served.publish(
      opportunitiesEvent('XOM', [rowOf('XOM', 105, 9_000)], epochMs(scanMs + 10_000), false),
      opportunitiesEvent('AAPL', [rowOf('AAPL', 103, 9_000)], epochMs(scanMs + 10_000), false),
    );
    const { data } = await reader.until((message) => message.event === 'opportunities');
    expect((JSON.parse(data) as OpportunityAnswer[]).map(({ symbol, strike }) => [symbol, strike])).toEqual([['AAPL', 103]]);
    reader.close();
  });

  test('what rests on a chain of long ago says so, however lately it was looked at', async () => {
    const [lookMs, chainMs] = [epochMs(scanMs + 15_000), epochMs(scanMs - 600_000)];
    await served.publish(opportunitiesEvent('KO', [rowOf('KO', 101, 9_000)], lookMs, true, chainMs));
    const { body } = await get<OpportunityAnswer[]>('/api/top-opportunities');
    const told = body.find(({ symbol }) => symbol === 'KO')!;
    expect(told).toMatchObject({ data_timestamp: '2026-11-20T15:20:00.000Z', status: 'stale' });
    expect(told.age_ms).toBeGreaterThanOrEqual(600_000);
  });
});

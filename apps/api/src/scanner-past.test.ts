import { epochMs, isoTime } from '@gexstream/domain';
import { outcomes, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OutcomesAnswer } from './contract/outcomes.ts';
import type { SkewHistoryAnswer } from './contract/scanner.ts';
import { outcomeRow, weekly } from './scanner.fixture.ts';
import { serveApi } from './served-api.fixture.ts';
import { getJson, serveScanner } from './served-scanner.fixture.ts';

describe('the scanner’s past', { timeout: 30_000 }, () => {
  let scanner: Awaited<ReturnType<typeof serveScanner>>;
  beforeAll(async () => {
    scanner = await serveScanner(await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 }));
  });
  afterAll(() => scanner.stop());
  const get = <Body>(path: string) => getJson<Body>(scanner.served, path);

  test('S-17: the past of a symbol’s skew has its change to the scan before of the same expiry', async () => {
    const { body } = await get<SkewHistoryAnswer>('/api/historical/AAPL');
    const told = body.map(({ expiry, skew_25d: skew, skew_change: change, iv_change: iv }) => [expiry, skew, change, iv]);
    expect(told.filter(([expiry]) => expiry === weekly)).toEqual([
      [weekly, 4, 1, 2],
      [weekly, null, null, 1],
      [weekly, 5, null, -2],
    ]);
    expect(told.filter(([expiry]) => expiry !== weekly)).toEqual([['2026-12-04', 1, null, null]]);
    expect((await get<SkewHistoryAnswer>('/api/historical/AAPL?expiry=2026-12-04&hours=1')).body).toHaveLength(1);
    expect((await get('/api/historical/XOM')).status).toBe(404);
  });

  test('S-19: outcomes have how many they are of, and how sure that is; before 30 nothing is claimed', async () => {
    const { body } = await get<OutcomesAnswer>('/api/outcomes');
    const group = (signal: string | null, band: string | null) =>
      body.groups.find((each) => each.signal_type === signal && each.band === band && each.horizon === 'close')!;
    const bull = group('CONTRARIAN_BULL', null);
    // Wilson's interval of 30 in 40, by hand: 0.5981 to 0.8581.
    expect(bull).toMatchObject({
      n: 40,
      hit_rate: 0.75,
      contract_n: 30,
      contract_mean_return: expect.closeTo(0.1, 12),
      note: '',
    });
    expect([bull.hit_rate_low, bull.hit_rate_high]).toEqual([expect.closeTo(0.5981, 4), expect.closeTo(0.8581, 4)]);
    expect(group('NEUTRAL', null)).toMatchObject({ n: 29, hit_rate: null, mean_return: null, note: 'not enough data' });
    // A put gains when spot falls: all 29 that rose are misses.
    expect(group(null, null)).toMatchObject({ n: 69, hit_rate: expect.closeTo(30 / 69, 12) });
    expect(group(null, 'low')).toMatchObject({ n: 0, note: 'not enough data' });
    expect((await get<OutcomesAnswer>('/api/outcomes?symbol=XOM')).body).toMatchObject({ opportunities: 0 });
  });

  test('S-19: an opportunity counts once, however many of its horizons are over', async () => {
    const early = outcomeRow(500, { horizon: '15m', underlying: 'KO', contract: 'KO    261127C00100000' });
    await scanner.store.append(outcomes, [early, { ...early, horizon: '1h' }, { ...early, entry_ts: early.entry_ts - 1 }]);
    const { body } = await get<OutcomesAnswer>('/api/outcomes?symbol=KO');
    expect(body.opportunities).toBe(2);
    expect(body.groups.filter(({ signal_type: signal, band, n }) => signal === null && band === null && n > 0)).toMatchObject([
      { horizon: '15m', n: 2 },
      { horizon: '1h', n: 1 },
    ]);
  });

  test('what is too much for one answer is of the newest, and says from when on', async () => {
    const all = Array.from({ length: 50_001 }, (_, i) => outcomeRow(i)).reverse();
    const store = { ...scanner.store, range: (async (_, { limit }) => all.slice(-limit)) as Store['range'] };
    const many = await serveApi({}, { store });
    const { body } = await getJson<OutcomesAnswer>(many, '/api/outcomes?days=730');
    expect(body).toMatchObject({ opportunities: 50_000, from: isoTime(epochMs(all[1]!.entry_ts)) });
    await many.stop();
  });
});

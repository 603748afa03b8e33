import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PlayedDay, playDay, recordedScannerDay } from '../support/played-day.ts';

let folder: string;
let day: PlayedDay;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-scanner-day-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('S-11: a recorded day through the product leaves rows in every table of the scanner, and 26 scans', async () => {
  day = await playDay({}, join(folder, 'data'), await recordedScannerDay(folder));
  const counts = Object.fromEntries(Object.entries(day.tables).map(([name, rows]) => [name, rows.length]));
  expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  // Two symbols, five expiries; at the close, which is the last scan, today's are over.
  expect(counts).toMatchObject({ scan_runs: 26, sentiment: 26, skew_metrics: 26 * 2 * 5 - 2 });
});

test('the API shows the day', () => {
  const some = (fields: object) => expect.arrayContaining([expect.objectContaining(fields)]);
  expect(day.api).toMatchObject({
    'top-opportunities': some({
      composite_score: expect.any(Number),
      data_timestamp: expect.stringMatching(/^2026-11-20T20:59:5/),
    }),
    'market-sentiment': { market_sentiment: expect.not.stringMatching('UNKNOWN') },
    'stock/SPY': { symbol: 'SPY' },
    'historical/SPY': some({ symbol: 'SPY', timestamp: '2026-11-20T14:45:00.000Z' }),
    'scan-status': some({ scan_id: '20261120-1600', status: 'completed' }),
    outcomes: { groups: some({ horizon: 'close', note: '' }) },
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gex, startProduct } from '../support/product.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-scan-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Scan {
  readonly stocks_scanned: number;
  readonly expiries_scanned: number;
  readonly total_api_calls: number;
  readonly not_scanned: readonly { readonly symbol: string; readonly reason: string }[];
  readonly sentiment: { readonly stocks_analyzed: number };
  readonly opportunities: readonly { readonly composite_score: number; readonly age_ms: number; readonly status: string }[];
}

const scanned = async (...flags: readonly string[]): Promise<Scan> => {
  const { status, stdout, stderr } = await gex('scan', 'now', '--json', ...flags);
  expect(stderr).toMatch(flags.includes('--symbols') ? /nothing runs on .*SIMULATED/ : /^$/);
  expect(status).toBe(0);
  return JSON.parse(stdout) as Scan;
};

const expectWhole = (scan: Scan, symbols: number): void => {
  expect(scan.stocks_scanned).toBe(symbols);
  expect(scan.sentiment.stocks_analyzed).toBe(symbols);
  expect(scan.expiries_scanned).toBeGreaterThanOrEqual(4 * symbols);
  const scores = scan.opportunities.map((row) => row.composite_score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  for (const { age_ms, status } of scan.opportunities) {
    expect(age_ms).toBeLessThan(60_000);
    expect(status).toBe('delayed');
  }
};

test('S-13: gex scan now takes a call a symbol, without a product and beside one, and counts them truly', async () => {
  const data = join(folder, 'data');
  const alone = await scanned('--data', data, '--symbols', 'SPY', '--scan', 'QQQ,KO,XOM');
  expectWhole(alone, 3);
  expect(alone).toMatchObject({ total_api_calls: 3, not_scanned: [] });
  const product = await startProduct(data, '--symbols', 'SPY', '--scan', 'QQQ,KO');
  try {
    // Whom the product follows too, and one that nobody lists: its call is counted, the others are scanned all the same.
    const beside = await scanned('--data', data, '--scan', 'SPY,KO,NONE');
    expectWhole(beside, 2);
    expect(beside.total_api_calls).toBe(3);
    expect(beside.not_scanned).toMatchObject([{ symbol: 'NONE', reason: expect.stringContaining('not found') }]);
    const { demands } = (await (await fetch(`${product.url}/api/v1/demand`)).json()) as {
      readonly demands: readonly { readonly symbol: string; readonly app: string }[];
    };
    // On demand, not the scanner's: its own count of calls is its own scans'. What the first scan asked for is not asked for again.
    expect(demands.filter(({ app }) => app === 'api').map(({ symbol }) => symbol)).toEqual(['KO', 'NONE', 'SPY']);
  } finally {
    await product.stop();
  }
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumMissing, launchChromium } from '../support/chromium.ts';
import { type Product, startProduct } from '../support/product.ts';

// The page of the whole product, as a person opens it: the simulated market, nothing faked.
const missing = chromiumMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

interface PageState {
  readonly symbol: string;
  readonly freshness: string;
  readonly simulated: boolean;
  readonly asOf: string;
  readonly spot: number;
  readonly levels: readonly { readonly name: string; readonly price: number }[];
  readonly painted: { readonly frames: number; readonly rows: number; readonly columns: number };
}

describe.skipIf(missing !== null)('the page of the running product', () => {
  let folder = '';
  let product: Product;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-page-'));
    product = await startProduct(folder);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(product.url);
  });
  afterAll(async () => {
    await browser?.close();
    product?.process.kill('SIGCONT');
    await product?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const state = (): Promise<PageState> =>
    page.evaluate(() => (globalThis as unknown as { gexstream: { state(): unknown } }).gexstream.state()) as Promise<PageState>;

  test('paints a heatmap that is marked SIMULATED and changes as the market moves', async () => {
    await expect.poll(async () => (await state()).painted.rows, { timeout: 30_000 }).toBeGreaterThan(20);
    const first = await state();
    expect(first).toMatchObject({ symbol: 'SPX', simulated: true });
    expect(await page.isVisible('#simulated')).toBe(true);
    await expect.poll(() => page.textContent('#freshness'), { timeout: 60_000 }).toMatch(/^live /);
    await expect.poll(async () => (await state()).spot, { timeout: 30_000 }).not.toBe(first.spot);
    expect((await state()).asOf > first.asOf).toBe(true);
  });

  test('labels spot, zero gamma and the walls', async () => {
    const names = (await state()).levels.map(({ name }) => name).sort();
    expect(names).toEqual(expect.arrayContaining(['call-wall', 'put-wall', 'spot']));
  });

  test('switches symbols by the keyboard, and says so in the address', async () => {
    await page.focus('#heatmap');
    await page.keyboard.press('s');
    await expect.poll(async () => (await state()).symbol).not.toBe('SPX');
    const { symbol } = await state();
    expect(page.url()).toContain(`symbol=${symbol}`);
    await expect.poll(async () => (await state()).painted.rows, { timeout: 30_000 }).toBeGreaterThan(10);
  });

  test('the chip leaves "live" by itself when the feed stops, and comes back with it', async () => {
    product.process.kill('SIGSTOP');
    await expect.poll(() => page.textContent('#freshness'), { timeout: 90_000, interval: 500 }).toMatch(/^delayed /);
    await expect.poll(() => page.textContent('#freshness'), { timeout: 90_000, interval: 500 }).toMatch(/^STALE /);
    product.process.kill('SIGCONT');
    await expect.poll(() => page.textContent('#freshness'), { timeout: 60_000, interval: 500 }).toMatch(/^live /);
  });
});

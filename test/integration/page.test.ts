import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chromiumMissing, launchChromium } from '../support/chromium.ts';
import { pageBook, pageFeed, pageHistory } from './page-book.ts';
import { pageDriver } from './page-driver.ts';
import { type FakeApi, fakeApi } from './page-fake-api.ts';

const missing = chromiumMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

const book = pageBook('SPX', 6_000);

describe.skipIf(missing !== null)('the page in a browser', () => {
  let browser: Browser;
  let api: FakeApi;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    api = await fakeApi({ SPX: book, SPY: pageBook('SPY', 600) }, pageFeed(['SPY', 'SPX']), pageHistory('SPX', 6_000));
    complaints = [];
    await open({ width: 1_440, height: 900 });
  });
  afterEach(async () => {
    await page.close();
    await api.close();
    expect(complaints).toEqual([]);
  });

  const open = async (viewport: { width: number; height: number }): Promise<void> => {
    await page?.close();
    page = await browser.newPage({ viewport });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A refused request is what some tests are about; the browser notes it as an error of its own.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
  };

  const { show, state, holds, until, text } = pageDriver(
    () => page,
    () => api.url,
  );

  test('paints the heatmap with its lines, and holds every cell it was sent', async () => {
    await show();
    const shown = await state();
    expect(shown).toMatchObject({ symbol: 'SPX', connection: 'live', freshness: 'live', simulated: true });
    expect(shown.levels.map(({ name }) => name)).toEqual(['spot', 'zero-gamma', 'call-wall', 'put-wall']);
    expect(shown.grid).toMatchObject({ strikes: book.cells.strikes, callGex: book.cells.call_gex, putGex: book.cells.put_gex });
    expect(shown.sums.net).toBeCloseTo(book.total.net_gex, 0);
    expect(shown.painted.columns).toBe(book.cells.expiries.length + 1);
    const colours = await page.evaluate(
      `(() => { const c = document.getElementById('canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let blue = 0, orange = 0; for (let i = 0; i < d.length; i += 4) { if (d[i + 2] > 200 && d[i] < 120) blue++; if (d[i] > 180 && d[i + 2] < 30) orange++; }
        return { blue, orange }; })()`,
    );
    expect(colours).toMatchObject({
      blue: expect.toSatisfy((n: number) => n > 5_000),
      orange: expect.toSatisfy((n: number) => n > 5_000),
    });
  });

  test('says what it shows: unit, sign, age, source, and that it is no recommendation', async () => {
    await show();
    expect(await page.locator('#simulated').isVisible()).toBe(true);
    expect(await text('freshness')).toMatch(/^live \d\.\d s$/);
    expect(await text('connection')).toBe('Live (SSE)');
    expect(await text('key-numbers')).toMatch(/\$ per 1 % move.*Dealers long gamma.*damps/s);
    expect(await text('regime')).toMatch(
      /Regime positive gammarange.*Drift: net gamma is 2\.5 × .*Drift target: .*Expected range: 5,940 \(strike\) to 6,060/s,
    );
    expect(await text('regime')).toContain(
      'Iron condor of today: buy 5,920 put, sell 5,950 put, sell 6,050 call, buy 6,080 call; credit 1.50 at mids, 1.20 at the market; at most 28.50 lost',
    );
    expect(await page.locator('#regime li').first().getAttribute('title')).toContain('recommendation.king_node.distance_pct');
    expect(await text('as-of')).toContain('SIMULATED · As of Fri, Nov 20, 2026, 10:30:00 EST');
    expect(await page.locator('footer').textContent()).toContain('Educational purposes only; not a recommendation.');
  });

  test('follows the stream: cells and levels change as they come', async () => {
    await show();
    const { expiries: _expiries, strikes: _strikes, ...columns } = book.cells;
    const one = Object.fromEntries(
      Object.entries(columns).map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, 1) : value]),
    );
    api.send('cells', { symbol: 'SPX', reset: false, ...one, call_gex: [123_456_789] });
    const { cells: _cells, strikes: _rows, ...levels } = book;
    api.send('levels', { ...levels, total: { ...levels.total, net_gex: -1e9 } });
    await until('s.netGex === -1e9 && s.grid.callGex[0] === 123456789');
    await holds("document.getElementById('key-numbers').textContent.includes('amplifies')");
  });

  test('colours stay while values stream, and are fitted anew when the reader changes the view', async () => {
    await show();
    const { colourLimit } = (await state()).painted;
    const { cells } = book;
    api.send('cells', {
      symbol: 'SPX',
      reset: true,
      ...cells,
      call_gex: cells.call_gex.map((value) => value / 3),
      put_gex: cells.put_gex.map((value) => value / 3),
    });
    await until(`Math.abs(s.sums.net - ${book.total.net_gex / 3}) < 1 && s.painted.colourLimit === ${colourLimit}`);
    await page.keyboard.press('e');
    await until(`s.painted.colourLimit < ${colourLimit}`);
  });

  test('the keyboard moves a focus cell, tells it, and changes the view and its address', async () => {
    await show();
    await page.locator('#heatmap').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press(']');
    await page.locator('#tooltip').waitFor();
    await expect
      .poll(() => text('tooltip'), { timeout: 10_000 })
      .toMatch(/Strike 6,006.*Mon, Nov 23, 2026.*Net GEX▲ \+.*Open interest1,041 C · 1,959 P/s);
    await holds("document.getElementById('announcer').textContent.startsWith('Strike 6,006')");
    for (const key of ['m', 'w', 'c', '2']) await page.keyboard.press(key);
    await until("s.symbol === 'SPY'");
    expect(page.url()).toContain('#symbol=SPY&mode=call&window=2&expiries=all&palette=classic');
    await page.keyboard.press('s');
    await until("s.symbol === 'SPX'");
    await page.keyboard.press('?');
    expect(await page.locator('#help').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    await until("s.connection === 'paused'");
    expect(await text('connection')).toBe('Paused');
    await page.keyboard.press('p');
    await until("s.connection === 'live'");
  });

  test('the table has the same numbers, and all cells to download', async () => {
    await show('#view=table&window=all');
    const rows = page.locator('#table tbody tr');
    expect(await rows.count()).toBe(book.cells.strikes.length + 1);
    expect(await page.locator('#table thead th').count()).toBe(book.cells.expiries.length + 2);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download-csv')]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(book.cells.call_gex.length + 1);
    expect(download.suggestedFilename()).toMatch(/^SPX-gex-SIMULATED-/);
  });

  test('a window hides rows and no money: totals stay', async () => {
    await show('#window=2');
    const narrow = await state();
    expect(narrow.painted.rows).toBe(41 + 2);
    await page.getByRole('button', { name: 'All', exact: true }).first().click();
    await until(`s.painted.rows === ${book.cells.strikes.length}`);
    expect((await state()).sums).toEqual(narrow.sums);
  });

  test('G-21: polls when the stream fails, says so, and goes back to the stream', async () => {
    await page.clock.install();
    await show();
    api.serve('no streams');
    await until("s.connection === 'polling'");
    expect(await text('connection')).toBe('Polling every 30 s');
    await expect.poll(() => api.asked('/api/gex/SPX')).toBeGreaterThan(1);
    api.serve('all');
    await page.clock.fastForward(4_000);
    await until("s.connection === 'live'");
    expect(await page.locator('#notice').isVisible()).toBe(false);
  });

  test('G-21, X-06: goes stale by itself when nothing comes any more, greys the chart, and says what happens next', async () => {
    await page.clock.install();
    await show();
    api.serve('nothing');
    await page.clock.fastForward(10_000);
    await until("s.freshness === 'delayed'");
    await page.clock.fastForward(120_000);
    await until("s.freshness === 'stale'");
    expect(await text('freshness')).toMatch(/^STALE 2 m$/);
    expect(await page.evaluate("getComputedStyle(document.getElementById('canvas')).filter")).toContain('grayscale');
    expect(await text('notice')).toMatch(/taken the server away.*again/);
    api.serve('all');
    await page.clock.fastForward(31_000);
    await until("s.freshness === 'live' && s.connection === 'live'");
  });

  test('before the first chain it says what it waits for', async () => {
    await api.close();
    api = await fakeApi({}, pageFeed(['SPX']), pageHistory('SPX', 6_000));
    await page.goto(api.url);
    await holds("document.getElementById('empty').textContent.includes('Waiting for the first option chain of SPX')");
    expect(await text('freshness')).toBe('waiting');
  });

  test.each([
    ['a desk', 1_440, 900],
    ['a phone', 390, 844],
  ])('on %s nothing is cut off and nothing scrolls sideways but the charts', async (_name, width, height) => {
    await open({ width, height });
    await show();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const clipped = await page.evaluate(
      `[...document.querySelectorAll('.top *, .numbers div, .net, .note, footer span, .legend span, h2')]
        .filter((e) => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1).map((e) => e.outerHTML.slice(0, 80))`,
    );
    expect(clipped).toEqual([]);
  });
});

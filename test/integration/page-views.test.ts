import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumMissing, launchChromium } from '../support/chromium.ts';
import { pageAlert } from './page-alert.ts';
import { pageBook, pageFeed, pageHistory } from './page-book.ts';
import { pageDriver } from './page-driver.ts';
import { type FakeApi, fakeApi } from './page-fake-api.ts';
import { pageSession, pageStrikes } from './page-session.ts';

const missing = chromiumMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

const book = pageBook('SPX', 6_000);

describe.skipIf(missing !== null)('the views of the page', () => {
  let browser: Browser;
  let api: FakeApi;
  let page: Page;
  const { show, state, holds, until, text } = pageDriver(
    () => page,
    () => api.url,
  );

  beforeAll(async () => {
    browser = await launchChromium();
    api = await fakeApi({ SPX: book }, pageFeed(['SPX']), pageHistory('SPX', 6_000), pageSession(book), pageStrikes(book), [
      pageAlert(15, 'SPX within 0.1 % of its call wall 6,050 (≤ 0.1 %)', {
        severity: 'info',
        resolved_at: '2026-11-20T15:27:00.000Z',
      }),
      pageAlert(10, 'NDX net GEX negative', { symbol: 'NDX' }),
    ]);
    page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  test.each([
    ['0', 1],
    ['7', 5],
    ['21', 6],
    ['45', 7],
    ['all', 8],
  ])('G-22: expiries up to %s days have a column each, the sum beside them', async (expiries, columns) => {
    await show(`#symbol=SPX&expiries=${expiries}`);
    await until(`s.painted.columns === ${columns + 1}`);
  });

  test.each([
    ['2', 41 + 2],
    ['5', 81],
    ['all', 81],
  ])('G-22: a window of %s keeps its strikes, those beyond summed', async (window, rows) => {
    await show(`#symbol=SPX&window=${window}`);
    await until(`s.painted.rows === ${rows}`);
  });

  test('G-22: spot and kings have their rows, and by keyboard a cell tells all there is of it', async () => {
    await show('#symbol=SPX');
    const names = (await state()).levels.map(({ name }) => name);
    expect(names).toEqual(['spot', 'zero-gamma', 'call-wall', 'put-wall']);
    expect(await text('legend')).toContain('★ gross king');
    await page.locator('#heatmap').focus();
    await page.keyboard.press('Home');
    await page.locator('#tooltip').waitFor();
    const told = await text('tooltip');
    for (const field of [
      'Strike 6,000',
      '0DTE',
      'Net GEX',
      'Hedging here',
      'Call GEX',
      'Put GEX',
      'Open interest',
      'Volume',
      'From spot',
    ])
      expect(told).toContain(field);
    expect(told).toMatch(/Hedging here(damps|amplifies) moves/);
  });

  test('G-17, G-14, G-15: since the open: what changed, the kings so far, and where volume leapt', async () => {
    await show('#symbol=SPX&panel=session');
    await holds("document.getElementById('session-body').textContent.includes('King')");
    const told = await text('session-body');
    expect(told).toMatch(/baseline 09:30 ET.*Spot5,9956,000\+5.*King ★6,0106,024\+14/s);
    expect(await page.locator('#kings li').allTextContents()).toEqual(['10:05 6,024', '09:30 6,010']);
    expect(told).toContain('Volume grew by more than half in the minute to 10:29 ET.');
    expect(await page.locator('#surges li').allTextContents()).toEqual(['6,030 +1,234 (+617 %) · 1,400 C · 34 P']);
  });

  test('G-24: over time: spot, zero gamma and king are drawn, and no line crosses the minutes that are missing', async () => {
    await show('#symbol=SPX&panel=trend');
    await holds("document.querySelector('#history canvas')?.width > 0");
    for (const name of ['Spot', 'Zero gamma', 'King ★', 'Call wall', 'Put wall'])
      expect(await page.locator('#history .u-legend').textContent()).toContain(name);
    // Ten of the hour's minutes are missing, a third of the way along: columns of pixels there hold no white of spot's line, those around do.
    const white = (await page.evaluate(
      `(() => { const c = document.querySelector('#history canvas'); const over = document.querySelector('#history .u-over').getBoundingClientRect();
        const box = c.getBoundingClientRect(); const k = c.width / box.width; const g = c.getContext('2d');
        const at = (from, to) => { const x = Math.round((over.left - box.left + over.width * from) * k); const w = Math.round(over.width * (to - from) * k);
          const d = g.getImageData(x, 0, w, c.height).data; let n = 0;
          for (let i = 0; i < d.length; i += 4) if (d[i] > 240 && d[i + 1] > 240 && d[i + 2] > 240 && d[i + 3] > 200) n++; return n; };
        return [at(0.05, 0.25), at(0.36, 0.46), at(0.6, 0.9)]; })()`,
    )) as number[];
    expect(white[0]).toBeGreaterThan(10);
    expect(white[1]).toBe(0);
    expect(white[2]).toBeGreaterThan(10);
  });

  test('strikes over time: both signs have their colours, and what was not kept stays empty', async () => {
    await show('#symbol=SPX&panel=strikes');
    await holds("!document.getElementById('strike-time').hidden && document.getElementById('strike-time').width > 300");
    // Steps five to seven of twelve are missing.
    const colours = (await page.evaluate(
      `(() => { const c = document.getElementById('strike-time'); const g = c.getContext('2d');
        const at = (from, to) => { const x = 44 + (c.width - 44) * from; const d = g.getImageData(x, 0, (c.width - 44) * (to - from), c.height - 20).data;
          let blue = 0, orange = 0; for (let i = 0; i < d.length; i += 4) { if (d[i + 2] > 200 && d[i] < 120) blue++; if (d[i] > 180 && d[i + 2] < 30) orange++; }
          return [blue > 1000, orange > 1000, blue + orange === 0]; };
        return [at(0.05, 0.3), at(0.45, 0.62), at(0.7, 0.95)]; })()`,
    )) as boolean[][];
    expect(colours).toEqual([
      [true, true, false],
      [false, false, true],
      [true, true, false],
    ]);
    expect(await text('strike-time-note')).toContain('gaps stay gaps');
  });

  test('alerts: those of the symbol shown; a new one stands above the panels at once and is said, and its end is written in', async () => {
    await show('#symbol=SPX');
    await page.getByRole('button', { name: 'Alerts', exact: true }).click();
    await holds("document.querySelectorAll('#alert-list li').length === 1");
    expect(await text('alert-list')).toBe(
      '10:15ℹSPX within 0.1 % of its call wall 6,050 (≤ 0.1 %)✓ over 10:27, lasted 12 m · SPX spot crosses flip',
    );
    expect(await page.locator('#newest-alert').getAttribute('aria-live')).toBe('polite');
    await page.getByRole('button', { name: 'Regime', exact: true }).click();
    const fired = pageAlert(29, 'SPX below its flip: 5,999 < 6,010', { severity: 'critical' });
    api.send('alert', fired);
    await holds("document.getElementById('newest-alert').textContent === '‼ 10:29 SPX below its flip: 5,999 < 6,010'");
    await page.locator('#newest-alert button').click();
    await holds("document.querySelectorAll('#alert-list li').length === 2");
    api.send('alert', { ...fired, resolved_at: '2026-11-20T15:29:30.000Z' });
    await holds("document.getElementById('alert-list').textContent.includes('lasted 30 s')");
    expect(page.url()).toContain('panel=alerts');
  });

  test('G-08: dealer model, measure and expiries are chosen by name; the numbers, their convention and the address follow', async () => {
    await show('#symbol=SPX&panel=models');
    await holds("document.getElementById('model-body').textContent.includes('calls+ puts-')");
    expect(await text('expiry-body')).toMatch(/By expiry.*14\.23\.2538\.46,015IV at the forward/);
    expect(await text('model-body')).toContain('GEX−2.00\u00a0B+1.00\u00a0B−3.00\u00a0B4.00\u00a0B');
    expect(await text('curve-note')).toMatch(/All expiries, if spot were elsewhere.*Zero gamma: 5,9\d\d\./);
    expect(await page.locator('#curve canvas').evaluate((canvas) => (canvas as { width: number }).width)).toBeGreaterThan(200);
    await page.selectOption('#choose-model', 'all_short');
    await holds("document.getElementById('model-body').textContent.includes('GEX−4.00\u00a0B−1.00\u00a0B−3.00\u00a0B')");
    await page.selectOption('#choose-measure', 'volume');
    await page.selectOption('#choose-horizon', 'weekly');
    await holds("document.getElementById('model-body').textContent.includes('calls- puts-, measure volume, 2 expiries')");
    expect(await text('model-body')).toContain('GEX−8.00\u00a0B');
    expect(await text('model-body')).toContain('Long calls, short puts (usual)−4.00\u00a0B');
    expect(page.url()).toContain('panel=models&model=all_short&measure=volume&horizon=weekly');
    await page.selectOption('#choose-model', 'volume_signed');
    await holds("document.getElementById('model-body').textContent.includes('50 % of volume today could be classified')");
    expect(await page.locator('#choose-measure').isDisabled()).toBe(true);
  });

  test('the panels change by button and by key, and the address says which is open', async () => {
    await show('#symbol=SPX');
    // Another address of the same page is painted with the next frame.
    await holds("!document.getElementById('regime').hidden");
    await page.getByRole('button', { name: 'Since open' }).click();
    await holds("!document.getElementById('session').hidden && document.getElementById('regime').hidden");
    await page.keyboard.press('v');
    await holds("!document.getElementById('models').hidden");
    expect(page.url()).toContain('panel=models');
  });
});

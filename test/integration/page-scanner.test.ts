import { encodeEvent, topic } from '@gexstream/bus';
import { scanIdOf } from '@gexstream/domain';
import { allTables, outcomes, type Store, skewMetrics } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { feedStatusEvent } from '../../apps/api/src/events.fixture.ts';
import {
  event,
  flowEvent,
  opportunitiesEvent,
  outcomeRow,
  rowOf,
  scanMs,
  skewEvent,
  skewRow,
} from '../../apps/api/src/scanner.fixture.ts';
import { scanRun, sentiment } from '../../apps/api/src/scans.fixture.ts';
import { serveApi } from '../../apps/api/src/served-api.fixture.ts';
import { buildPage } from '../../apps/api/src/web/client-bundle.ts';
import { chromiumMissing, launchChromium } from '../support/chromium.ts';

const missing = chromiumMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

const quarterMs = 900_000;
const aapl = [rowOf('AAPL', 101, 9_000), rowOf('AAPL', 102, 4_500, null)];

describe.skipIf(missing !== null)('the scanner’s view of the page, over its own API', { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: Page;
  let store: Store;
  let served: Awaited<ReturnType<typeof serveApi>>;
  let empty: Awaited<ReturnType<typeof serveApi>>;
  const complaints: string[] = [];

  const open = async (viewport: { readonly width: number; readonly height: number }): Promise<void> => {
    await page?.close();
    page = await browser.newPage({ viewport });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The browser notes a 404 as an error of its own; here it says that there is nothing yet.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
  };
  const show = async (query = '', from = served): Promise<void> => {
    await page.goto(`${from.api.url}/scanner${query}`);
    await holds("document.getElementById('updated').textContent.includes('as of')");
  };
  const holds = (expression: string): Promise<void> =>
    expect.poll(() => page.evaluate(`Boolean(${expression})`), { timeout: 15_000 }).toBe(true);
  const text = async (id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? '';
  const rows = () => page.locator('#opportunities tbody tr');
  const focused = (): Promise<string> =>
    page.evaluate("document.activeElement.closest('tr')?.dataset.row ?? document.activeElement.id");
  const chosen = (): Promise<string> => page.evaluate("document.getElementById('skew-symbol').value");

  beforeAll(async () => {
    store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
    await store.declareTables(allTables);
    // Two hours of AAPL without the fourth and fifth scan; XOM was never scanned.
    const scans = [8, 7, 6, 3, 2, 1, 0].map((ago, at) => skewRow(scanMs - ago * quarterMs, 4 + at / 2, 30));
    await store.append(skewMetrics, [
      ...scans,
      skewRow(scanMs - quarterMs, 1, 40, '2026-12-04'),
      skewRow(scanMs, 2, 40, '2026-12-04'),
    ]);
    await store.append(
      outcomes,
      Array.from({ length: 40 }, (_, i) => outcomeRow(i, i < 30 ? {} : { underlying_return: -0.01, contract_return: null })),
    );
    const built = await buildPage();
    [served, empty] = await Promise.all([serveApi({}, { store, page: built }), serveApi({}, { empty: true, page: built })]);
    await served.publish(
      feedStatusEvent({ atMs: scanMs, wallMs: served.clock.now() }),
      opportunitiesEvent('AAPL', aapl),
      opportunitiesEvent('XOM', [rowOf('XOM', 101, 5_000, 2)]),
      flowEvent('AAPL', [9_000, 3_000]),
      flowEvent('KO', [100]),
      skewEvent('AAPL', 7),
      skewEvent('XOM', 2),
    );
    const mood = event('sentiment', '*', { ...sentiment, scanId: scanIdOf(scanMs) }, scanMs);
    await served.publish(mood);
    await served.bus.publish([{ topic: topic.scanRuns.name, key: 'x', value: encodeEvent(scanRun(0)), timestampMs: scanMs }]);
    browser = await launchChromium();
    await open({ width: 1_440, height: 900 });
  });
  beforeEach(() => {
    complaints.length = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([served?.stop(), empty?.stop()]);
    await store?.close();
  });

  test('opportunities by rank, each with its score, its outcomes beside it and its time; the mood and average skew of the newest scan', async () => {
    await show();
    await expect.poll(() => rows().count()).toBe(3);
    const told = await Promise.all([0, 1, 2].map((at) => rows().nth(at).locator('th, td').allTextContents()));
    expect(told.map((cells) => cells.slice(0, 4))).toEqual([
      ['AAPL', '2026-11-27 101 CALL', '100 extreme', '40, 75 %, 0.50 %'],
      ['XOM', '2026-11-27 101 CALL', '60 strong', '0, not enough data'],
      ['AAPL', '2026-11-27 102 CALL', '55 moderate', '0, not enough data'],
    ]);
    expect(told[0]!.slice(5)).toEqual([
      'contrarian bull: buy calls into panic',
      ...[expect.any(String), expect.any(String), '9.0', '7.0', '–', '9,000', '$1.8\u00a0M', '10:30'],
    ]);
    expect(told[2]![9]).toBe('–');
    expect(await text('sentiment')).toMatch(
      /Market sentimentELEVATED FEARAverage skew5\.00 vol points.*Newest scan10:30 completed, 44 symbols, 41 calls/,
    );
    expect(await page.locator('#simulated').isVisible()).toBe(true);
    expect(await text('updated')).toMatch(/^regular · as of Fri, Nov 20, 2026, 10:30:\d\d EST$/);
    expect(await page.locator('footer').textContent()).toContain('Educational purposes only; not a recommendation.');
    expect(complaints).toEqual([]);
  });

  test('skew over 24 hours of the symbol chosen, in words and drawn, empty where scans are missing', async () => {
    await show();
    await holds("!document.getElementById('skew-chart').hidden && document.getElementById('skew-chart').width > 300");
    expect(await text('skew-title')).toBe('AAPL 25-delta skew over 24 hours');
    expect(await text('skew-note')).toContain('2026-11-27: 7.00 at 10:30, 4.00 to 7.00 over 7 scans.');
    const blue = (await page.evaluate(
      `(() => { const c = document.getElementById('skew-chart'); const g = c.getContext('2d'); const right = c.width - 150;
        const at = (from, to) => { const d = g.getImageData(40 + (right - 40) * from, 0, (right - 40) * (to - from), c.height).data; let n = 0;
          for (let i = 0; i < d.length; i += 4) if (d[i + 2] > 160 && d[i] < 120) n++; return n; };
        return [at(0.02, 0.22), at(0.29, 0.6), at(0.7, 0.95)]; })()`,
    )) as number[];
    expect(blue[0]).toBeGreaterThan(10);
    expect(blue[1]).toBe(0);
    expect(blue[2]).toBeGreaterThan(10);
  });

  test('by keyboard alone: Tab into the table, arrows between rows, Enter shows the skew, Tab goes on to every scanned symbol', async () => {
    await page.clock.install();
    await show('?symbol=XOM');
    await expect.poll(() => rows().count()).toBe(3);
    for (let stops = 0; (await focused()) !== 'opportunities' && stops < 9; stops++) await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('XOM 2026-11-27 101 CALL');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('AAPL 2026-11-27 101 CALL');
    await page.keyboard.press('Enter');
    await holds("document.getElementById('skew-note').textContent.includes('7 scans')");
    expect(page.url()).toContain('?symbol=AAPL');
    await page.keyboard.press('End');
    expect(await focused()).toBe('AAPL 2026-11-27 102 CALL');
    // What the next answers paint takes the focus from nobody.
    const asked = page.waitForResponse((answer) => answer.url().includes('/api/historical/'));
    await page.clock.fastForward(10_500);
    await asked;
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(await focused()).toBe('AAPL 2026-11-27 102 CALL');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('skew-symbol');
    expect(await page.locator('#skew-symbol option').allTextContents()).toEqual(['AAPL', 'KO', 'XOM']);
    await page.keyboard.press('k');
    await holds("document.getElementById('skew-note').textContent === 'No scan of KO with a skew lies in the last 24 hours.'");
    expect(await chosen()).toBe('KO');
    expect(await page.locator('#skew-chart').isHidden()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('a narrow screen: nothing is wider than it, the table scrolls by itself with its symbols in sight, and score and outcome come first', async () => {
    await open({ width: 390, height: 844 });
    await show();
    await expect.poll(() => rows().count()).toBe(3);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const score = await page.locator('.score').first().boundingBox();
    expect(score!.x + score!.width).toBeLessThanOrEqual(390);
    await page.evaluate("document.getElementById('opportunities').scrollTo(9999, 0)");
    const symbol = await rows().first().locator('button').boundingBox();
    expect(symbol!.x).toBeGreaterThanOrEqual(0);
    await page.locator('#skew-chart').scrollIntoViewIfNeeded();
    expect((await page.locator('#skew-chart').boundingBox())!.height).toBeGreaterThan(150);
    await open({ width: 1_440, height: 900 });
  });

  test('it comes in the colours of the heatmap, dark unless chosen, and goes back in them; the choice stays with another symbol', async () => {
    const theme = (): Promise<string> => page.evaluate('document.documentElement.dataset.theme');
    const target = (id: string) => page.locator(`#${id}`).getAttribute('href');
    await page.emulateMedia({ colorScheme: 'light' });
    await show();
    expect([await theme(), await target('heatmap-link')]).toEqual(['dark', '/']);

    await page.goto(`${served.api.url}/#theme=light`);
    expect([await theme(), await target('scanner-link')]).toEqual(['light', '/scanner?theme=light']);
    await page.click('#scanner-link');
    await holds("document.getElementById('skew-symbol').options.length > 1");
    expect([await theme(), await target('heatmap-link')]).toEqual(['light', '/#theme=light']);
    await page.selectOption('#skew-symbol', 'XOM');
    expect(await page.evaluate('location.search')).toBe('?symbol=XOM&theme=light');
  });

  test('without any scan so far it says UNKNOWN and when the next is, and no mood', async () => {
    await show('', empty);
    expect(await text('sentiment')).toMatch(
      /^Market sentimentUNKNOWN\. No scan has ended so far; the next is at \d\d:[0134][05] New York/,
    );
    expect(await text('opportunities')).toBe('No contract is whale flow and fresh open interest at once now.');
    expect(await page.locator('#skew-chart').isHidden()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('a server that goes away is said; what was shown stays, with its time', async () => {
    await page.clock.install();
    await show();
    await expect.poll(() => rows().count()).toBe(3);
    await page.route('**/api/**', (route) => route.abort());
    await page.clock.fastForward(10_500);
    await holds("!document.getElementById('notice').hidden");
    expect(await text('notice')).toBe('The server cannot be reached; what is shown is older');
    expect(await rows().count()).toBe(3);
    await page.unroute('**/api/**');
    await page.clock.fastForward(10_500);
    await holds("document.getElementById('notice').hidden");
  });

  test('a server that was never reached is said, and nothing is called older', async () => {
    await page.clock.install();
    await page.route('**/api/**', (route) => route.abort());
    await page.goto(`${served.api.url}/scanner`);
    await holds("!document.getElementById('notice').hidden");
    expect(await text('notice')).toBe('The server cannot be reached; it is asked again every 10 s');
    await page.unroute('**/api/**');
    await page.clock.fastForward(10_500);
    await expect.poll(() => rows().count()).toBe(3);
  });

  test('a history that cannot be read is said beside the skew alone; what is of now goes on', async () => {
    const detail = 'The history cannot be read now';
    const away = { status: 503, contentType: 'application/problem+json', body: JSON.stringify({ detail }) };
    await page.route('**/api/historical/**', (route) => route.fulfill(away));
    await show();
    await expect.poll(() => text('skew-note')).toBe(`${detail}; it is asked again every 10 s`);
    expect(await page.locator('#notice').isHidden()).toBe(true);
    expect(await rows().count()).toBe(3);
    await page.unroute('**/api/historical/**');
    await page.selectOption('#skew-symbol', 'KO');
    await expect.poll(() => text('skew-note')).toBe('No scan of KO with a skew lies in the last 24 hours.');
  });

  test('what is of another day says of which', async () => {
    const nextDay = (path: string, change: (body: never) => unknown) =>
      page.route(path, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: change((await answer.json()) as never) });
      });
    await nextDay('**/api/status', (body: object) => ({ ...body, feed_now: '2026-11-23T14:00:00.000Z' }));
    await show();
    await expect.poll(() => rows().count()).toBe(3);
    expect(await rows().first().locator('td').last().textContent()).toBe('11-20 10:30');
    expect(await text('sentiment')).toContain('Newest scan11-20 10:30 completed');
    await page.unroute('**/api/status');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import type { GexDetailBody } from '@gexstream/api';
import { type Bus, decodeEvent, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { epochMs } from '@gexstream/domain';
import { historyRows, type TableRows } from '@gexstream/history';
import { allTables, feedGaps, gexLevels, gexProfiles } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directGex } from '../support/direct-gex.ts';
import { allRecords, openLog, processed } from '../support/gex-log.ts';
import { gex, type Product, startProduct } from '../support/product.ts';
import { realData, realDataMissing } from '../support/real-data.ts';
import { rowsByKey } from '../support/rows-by-key.ts';

// One run of the whole product from a real chain: what a user does, in order. Each test goes on where the one before it stopped.
const missing = realDataMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);
const chain = realData('spx-cboe-2025-09-04-1430et.csv');

let folder = '';
let feedFolder = '';
let product: Product;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-e2e-'));
});
afterAll(async () => {
  await product?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const start = (): Promise<Product> => startProduct(folder, '--chain', chain);

const detail = async (): Promise<GexDetailBody> => {
  const answer = await fetch(`${product.url}/api/gex/SPX`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as GexDetailBody;
};

/** Until the processor has levels with most of the chain in them, and the cells that follow them within a second. */
const computed = async (): Promise<GexDetailBody> => {
  const isWhole = async (): Promise<boolean> => {
    if (!(await fetch(`${product.url}/api/gex/SPX`)).ok) return false;
    const { contracts, cells } = await detail();
    return contracts.used > 15_000 && cells.strikes.length > 0;
  };
  await expect.poll(isWhole, { timeout: 60_000, interval: 250 }).toBe(true);
  return detail();
};

test.skipIf(missing !== null)('starts from a real chain, says that it is simulated, and serves its levels', async () => {
  product = await start();
  const body = await computed();
  expect(body).toMatchObject({ symbol: 'SPX', simulated: true, source: 'sim', unit: 'USD per 1 % move', measure: 'oi' });
  // The file's own totals at 14:30; the simulated market has only just left them.
  expect(body.total.net_gex / 91.9209e9).toBeCloseTo(1, 0);
  expect(body.spot).toBeGreaterThan(6400);
  feedFolder = /data +(\S+)/.exec(product.printed())![1]!;
});

test.skipIf(missing !== null)("the page's cells equal a direct recomputation of the same book within 1e-9 of gross", async () => {
  const body = await computed();
  const { status, stdout, stderr } = await gex('book', 'SPX', '--json', '--as-of', body.cells.as_of, '--data', folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const book = JSON.parse(stdout) as Parameters<typeof directGex>[0];
  expect(book.spot).toBe(body.cells.spot);
  const direct = directGex(book);
  const { cells } = body;
  const gross = [...direct.values()].reduce((sum, { call, put }) => sum + call - put, 0);
  expect(gross).toBeGreaterThan(1e11);
  const seen = new Set<string>();
  cells.expiry_index.forEach((e, i) => {
    const { expiry, settlement } = cells.expiries[e]!;
    const key = `${expiry} ${settlement} ${cells.strikes[cells.strike_index[i]!]}`;
    seen.add(key);
    const expected = direct.get(key) ?? { call: 0, put: 0 };
    expect(Math.abs(cells.call_gex[i]! - expected.call), key).toBeLessThan(1e-9 * gross);
    expect(Math.abs(cells.put_gex[i]! - expected.put), key).toBeLessThan(1e-9 * gross);
  });
  const left = [...direct].filter(([key, { call, put }]) => !seen.has(key) && call - put > 1e-9 * gross);
  expect(left).toEqual([]);
});

test.skipIf(missing !== null)('C4: a second start on the same data is refused, and told who holds it', async () => {
  const { status, stderr } = await gex('start', '--port', '0', '--data', folder, '--chain', chain);
  expect(status).toBe(1);
  expect(stderr).toContain(`pid ${product.process.pid}`);
  expect(stderr).toContain(product.url);
});

test.skipIf(missing !== null)('status says what runs, how fresh and how far behind', async () => {
  let said = { status: 1 as number | null, stdout: '' };
  // A machine that was busy for five seconds shows numbers that old, and says so.
  await expect
    .poll(
      async () => {
        said = await gex('status', '--data', folder);
        return said.stdout;
      },
      { timeout: 60_000, interval: 500 },
    )
    .toMatch(/SPX +live/);
  expect(said.status).toBe(0);
  expect(said.stdout).toMatch(/SIMULATED/);
  expect(said.stdout).toMatch(/gex: \d+ records behind/);
});

test.skipIf(missing !== null)('tail prints records as JSON', async () => {
  const { status, stdout } = await gex('tail', 'levels', '--limit', '3', '--key', 'SPX', '--data', folder);
  expect(status).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly key: string; readonly event: { readonly kind: string } });
  expect(lines.map(({ key, event }) => [key, event.kind])).toEqual(Array.from({ length: 3 }, () => ['SPX', 'levels']));
});

test.skipIf(missing !== null)('after a SIGKILL at a random moment it goes on, and says how long it was away', async () => {
  const waitMs = Math.round(Math.random() * 4_000);
  console.info(`SIGKILL after ${waitMs} ms`);
  await setTimeout(waitMs);
  const before = await detail();
  await product.kill();
  product = await start();
  await expect
    .poll(async () => (await fetch(`${product.url}/api/gex/SPX`)).ok && (await detail()).as_of, { timeout: 60_000 })
    .toSatisfy((asOf) => String(asOf) > before.as_of);
  const status = async () =>
    (await (await fetch(`${product.url}/api/status`)).json()) as { readonly last_gap: { readonly symbol: string } | null };
  // Levels said right before the end are newer than those asked for, and are there before anything is said of the time between.
  await expect.poll(async () => (await status()).last_gap).toMatchObject({ symbol: 'SPX' });
});

test.skipIf(missing !== null)('the history answers by the minute, and leaves out what it does not have', async () => {
  const firstMinute = Math.floor(Date.parse((await detail()).as_of) / 60_000) * 60_000;
  await expect
    .poll(async () => Date.parse((await detail()).as_of), { timeout: 75_000, interval: 1_000 })
    .toBeGreaterThan(firstMinute + 61_000);
  const answer = await fetch(`${product.url}/api/gex/SPX/history?interval=1m`);
  const history = (await answer.json()) as {
    readonly points: readonly { readonly interval_start: string; readonly net_gex: number }[];
  };
  expect(history.points.length).toBeGreaterThanOrEqual(2);
  expect(history.points.every(({ net_gex }) => Number.isFinite(net_gex))).toBe(true);
});

test.skipIf(missing !== null)(
  'stops clean at SIGTERM; the stored rows are those that the topic log gives when it is run again',
  async () => {
    expect(await product.stop()).toBe(0);
    const log = await openLmdbBus({ path: join(feedFolder, 'log'), clock: systemClock(), readOnly: true });
    const rerun = await runAgain(log);
    const store = await openDuckDbStore({ path: join(feedFolder, 'history.duckdb') });
    await store.declareTables(allTables);
    for (const each of [gexLevels, gexProfiles]) {
      const stored = await store.range(each, { from: epochMs(0), to: epochMs(8.64e15), limit: 1_000_000 });
      // A stop ends between two batches: what the log has beyond the last stored row waits for the next start.
      const lastMs = Math.max(...stored.map(({ ts }) => ts));
      const expected = rowsByKey(each, rerun, lastMs);
      expect(stored.length, each.name).toBeGreaterThan(each === gexLevels ? 100 : 0);
      expect(rowsByKey(each, [{ table: each, rows: stored }], lastMs), each.name).toEqual(expected);
    }
    const gaps = await store.range(feedGaps, { from: epochMs(0), to: epochMs(8.64e15), limit: 100 });
    expect(gaps.map(({ underlying, reason }) => [underlying, reason])).toEqual([['SPX', expect.stringContaining('not running')]]);
    await store.close();
    await log.close();
  },
);

/** Feeds the kept inputs to a fresh processor in memory-light steps, and maps its outputs to rows. */
const runAgain = async (log: Bus): Promise<readonly TableRows[]> => {
  const bus = await openLog(join(folder, 'again'));
  for (const { partition, start: from, end } of await log.offsets(topic.market.name)) {
    for (let offset = from; offset < end; ) {
      const records = await log.read(topic.market.name, partition, offset, end, 200);
      if (records.length === 0) break;
      await bus.publish(
        records.map(({ topic: name, key, value, timestampMs }) => ({ topic: name, key, value, timestampMs, partition })),
      );
      offset = records.at(-1)!.offset + 1;
    }
  }
  await processed(bus);
  const outputs = [...(await allRecords(bus, topic.levels.name)), ...(await allRecords(bus, topic.profiles.name))];
  await bus.close();
  return outputs.flatMap(({ value }) => historyRows(decodeEvent(value!)));
};

test('every table is covered by the history', () => {
  expect(allTables.map(({ name }) => name)).toEqual(expect.arrayContaining([gexLevels.name, gexProfiles.name, feedGaps.name]));
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observed, sampled } from '@gexstream/metrics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimPorts } from '../../infra/launcher/index.ts';
import { type Product, startProduct } from '../support/product.ts';

let folder: string;
let ports: Awaited<ReturnType<typeof claimPorts>>;
let product: Product;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-metrics-'));
  ports = await claimPorts(1);
  product = await startProduct(folder, '--symbols', 'SPX', '--metrics-port', String(ports.base));
});
afterAll(async () => {
  await product?.kill();
  await ports?.release();
  rmSync(folder, { recursive: true, force: true });
});

/** Not of this process in this way to run: told only once something has failed, where somebody logs in, or by the Kafka client (`distributed.servers.test.ts`). */
const elsewhere = new Set<string>([
  sampled.restFailures.name,
  sampled.loginExpires.name,
  sampled.scrapeFailures.name,
  sampled.kafkaLag.name,
  sampled.kafkaQueuedRecords.name,
  sampled.kafkaQueuedBytes.name,
  // Of chat platforms, for which this start has no token.
  sampled.notified.name,
  sampled.notifyFailures.name,
  sampled.telegramPollAge.name,
  sampled.discordHeartbeatAge.name,
]);

const scrape = async (): Promise<string> => (await fetch(`http://127.0.0.1:${ports.base}/metrics`)).text();
const families = (text: string): readonly string[] => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);

test('the running product tells every metric of the catalogue, and none beside it but Node’s own', async () => {
  const declared = [...Object.values(sampled), ...Object.values(observed)].map(({ name }) => name);
  const own = async (): Promise<readonly string[]> =>
    families(await scrape()).filter((name) => !/^gex_(nodejs|process)_/.test(name));
  // Lag is known once the groups have committed, ages once levels are out.
  await expect
    .poll(own, { timeout: 90_000, interval: 500 })
    .toEqual(expect.arrayContaining(declared.filter((name) => !elsewhere.has(name))));
  expect((await own()).filter((name) => !declared.includes(name as (typeof declared)[number]))).toEqual([]);
});

test('X-09: an answer asked for twice between two changes is made once', async () => {
  const count = async (result: string): Promise<number> =>
    Number(new RegExp(`gex_cache_requests_total\\{cache="levels",result="${result}"\\} (\\d+)`).exec(await scrape())?.[1]);
  const hits = await count('hit');
  const askedTwice = async (): Promise<number> => {
    await Promise.all([1, 2].map(() => fetch(`${product.url}/api/gex/SPX`)));
    return count('hit');
  };
  // A change may fall between the two; not each time.
  await expect.poll(askedTwice, { timeout: 60_000 }).toBeGreaterThan(hits);
  expect(await count('miss')).toBeGreaterThan(0);
});

test('X-09: what is asked of the source, and what comes from it, is counted', async () => {
  const total = async (name: string): Promise<number> =>
    [...(await scrape()).matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, 'gm'))].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  await expect.poll(() => total('gex_rest_calls_total'), { timeout: 60_000 }).toBeGreaterThan(1);
  const frames = await total('gex_frames_total');
  await expect.poll(() => total('gex_frames_total'), { timeout: 60_000 }).toBeGreaterThan(frames);
});

test('latency is measured from what happens, and the histograms fill', async () => {
  const counts = async () =>
    [...(await scrape()).matchAll(/^gex_(?:pipeline_latency|compute)_seconds_count (\d+)/gm)].map(([, n]) => Number(n) > 0);
  await expect.poll(counts, { timeout: 60_000 }).toEqual([true, true]);
});

test('ready when all six apps are', async () => {
  const ready = async () => (await fetch(`http://127.0.0.1:${ports.base}/readyz`)).json();
  await expect.poll(ready, { timeout: 60_000 }).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/^ingest: live; gex: reads; scanner: reads; history: reads; api: ready.*; bots: terminal$/),
  });
});

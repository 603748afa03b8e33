import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedStatusEvent, openMs } from './events.fixture.ts';
import { serveApi } from './served-api.fixture.ts';
import { SseReader } from './sse-reader.fixture.ts';

let served: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  served = await serveApi();
  // Nothing has come for 61 s: ingest's last word was of the moment of the last prices.
  await served.publish(feedStatusEvent({ atMs: openMs, wallMs: served.clock.now() - 61_000 }));
});
afterAll(() => served.stop());

interface Aged {
  readonly age_ms: number;
  readonly status: string;
}

/** Whatever in an answer has an age, wherever it stands. */
const agedIn = (body: unknown): readonly Aged[] => {
  if (typeof body !== 'object' || body === null) return [];
  const found = Object.values(body).flatMap(agedIn);
  return 'age_ms' in body && 'status' in body ? [body as Aged, ...found] : found;
};

const payloads = ['/api/gex', '/api/gex/SPX', '/api/v1/gex/SPX', '/api/v1/gex/SPX/exposures', '/api/status'];
const read = async (path: string) => agedIn(await (await fetch(served.api.url + path)).json());

test.each(payloads)('X-06: while the feed is frozen %s says stale, and each time a greater age', async (path) => {
  await expect.poll(async () => (await read(path)).length, { timeout: 10_000 }).toBeGreaterThan(0);
  await expect.poll(async () => (await read(path)).every(({ status }) => status === 'stale'), { timeout: 10_000 }).toBe(true);
  const [before] = await read(path);
  expect(before!.age_ms).toBeGreaterThanOrEqual(60_001);
  await expect.poll(async () => (await read(path))[0]!.age_ms, { timeout: 10_000 }).toBeGreaterThan(before!.age_ms);
});

test('X-06: so does what a stream begins with', async () => {
  const reader = await SseReader.open(`${served.api.url}/api/v1/stream`);
  const { body } = await reader.event('snapshot');
  reader.close();
  const aged = agedIn(body);
  expect(aged.length).toBeGreaterThan(0);
  expect(aged.every(({ status, age_ms }) => status === 'stale' && age_ms > 60_000)).toBe(true);
});

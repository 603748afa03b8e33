import { afterEach, expect, test } from 'vitest';
import type { SnapshotEventBody } from './contract/stream.ts';
import { serveApi } from './served-api.fixture.ts';
import { SseReader } from './sse-reader.fixture.ts';

type Served = Awaited<ReturnType<typeof serveApi>>;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const serve = async (...config: Parameters<typeof serveApi>): Promise<Served> => {
  const served = await serveApi(...config);
  closing.push(served.stop);
  return served;
};

const read = async (served: Served, path: string): Promise<SseReader> => {
  const reader = await SseReader.open(served.api.url + path);
  closing.push(() => reader.close());
  return reader;
};

test('refuses readers above its limit, and has room again when one leaves', async () => {
  const served = await serve({ streamClientsMax: 2 });
  const first = await read(served, '/api/v1/stream');
  await read(served, '/api/stream');
  const refused = await fetch(`${served.api.url}/api/v1/stream`);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('10');
  expect(await refused.json()).toMatchObject({ error: 'too-many-streams', status: 503 });
  first.close();
  await expect.poll(async () => (await served.api.status()).streams.clients).toBe(1);
  const next = await read(served, '/api/v1/stream');
  expect((await next.event<SnapshotEventBody>('snapshot')).body.reset).toBe(true);
});

test('P6: while memory is short, streams end and are refused, and answers go on; with room again they are served', async () => {
  let share = 0;
  const served = await serve({}, { heap: { share: () => share, close: () => {} } });
  const readers = [await read(served, '/api/v1/stream'), await read(served, '/api/stream')];
  await readers[0]!.event('snapshot');
  share = 0.95;
  for (const reader of readers) await expect(reader.until(() => false)).rejects.toThrow('The stream ended first');
  const refused = await fetch(`${served.api.url}/api/v1/stream`);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
  expect(await refused.json()).toMatchObject({ error: 'too-many-streams', detail: expect.stringContaining('memory is short') });
  expect((await fetch(`${served.api.url}/api/gex/SPX`)).status).toBe(200);
  expect(served.log.join('')).toContain('memory is short');
  share = 0.5;
  const next = await read(served, '/api/v1/stream');
  expect((await next.event<SnapshotEventBody>('snapshot')).body.reset).toBe(true);
});

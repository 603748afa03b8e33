import { systemClock } from '@gexstream/actors';
import { afterEach, expect, test } from 'vitest';
import { metrics } from './metrics.ts';
import { type Health, type MetricsServer, MetricsServerError, startMetricsServer } from './metrics-server.ts';

let server: MetricsServer | null = null;
afterEach(() => server?.stop());

const start = async (ready?: () => Health): Promise<string> => {
  server = await startMetricsServer({
    metrics: metrics({ clock: systemClock(), version: '1.2.3' }),
    port: 0,
    log: { warn: () => {} },
    ...(ready && { ready }),
  });
  return server.url;
};

test('GET /metrics answers in the text format that Prometheus reads, on loopback', async () => {
  const url = await start();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await response.text();
  expect(text).toContain(`gex_build_info{version="1.2.3",node="${process.version}"} 1`);
  expect(text).toContain('gex_nodejs_eventloop_lag_p99_seconds ');
  expect(text).toContain('gex_process_resident_memory_bytes ');
  // No family twice: a scraper would refuse the whole answer.
  const families = text.split('\n').filter((line) => line.startsWith('# TYPE '));
  expect(new Set(families).size).toBe(families.length);
});

test('not ready is 503 with the reason, and still alive', async () => {
  const url = await start(() => ({ ok: false, detail: 'no partitions' }));
  const ready = await fetch(`${url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([503, { ok: false, detail: 'no partitions' }]);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
});

test('a readiness that throws is 500, and the next request is answered', async () => {
  const url = await start(() => {
    throw new Error('status went wrong');
  });
  expect((await fetch(`${url}/readyz`)).status).toBe(500);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
});

test('anything else is 404 or 405', async () => {
  const url = await start();
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
});

test('a port that is taken says what to do', async () => {
  const url = await start();
  const second = startMetricsServer({
    metrics: metrics({ clock: systemClock(), version: '1' }),
    port: Number(new URL(url).port),
    log: { warn: () => {} },
  });
  await expect(second).rejects.toBeInstanceOf(MetricsServerError);
  await expect(second).rejects.toThrow('give another port (GEX_METRICS_PORT)');
});

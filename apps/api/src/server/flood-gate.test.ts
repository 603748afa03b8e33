import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { simulatedClock } from '@gexstream/actors';
import { afterEach, expect, test } from 'vitest';
import { openMs } from '../events.fixture.ts';
import type { HeldKey } from '../keys/key-ring.ts';
import { violations } from '../open-api.fixture.ts';
import type { ShownKey } from './authorization.ts';
import { floodGate, guard, heldGapMs, heldMs, refusedBeforeHeld } from './flood-gate.ts';
import { Problem } from './problem.ts';
import { askerOf, perMinute } from './rate-limits.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const ann: HeldKey = { name: 'ann', user: 'ann', scope: 'read', sha256: '', revoked: new AbortController().signal };

/** A server that says `in` to whoever is let in, with limits of two requests, and one without a right key. */
const served = async () => {
  const clock = simulatedClock(openMs);
  const [requests, refusals] = [perMinute(2, clock), perMinute(1, clock)];
  const server = createServer((_request, response) => response.end('in'));
  const route = { method: 'GET', access: 'read', counted: true } as const;
  const routes = [
    { ...route, path: '/api/gex' },
    { ...route, path: '/api/stream', counted: false },
    { ...route, path: '/livez', access: 'public', counted: false } as const,
  ];
  const shownKey: ShownKey = ({ headers }) => (headers.authorization === 'Bearer ann' ? ann : null);
  guard(server, floodGate({ requests, refusals, shownKey, routes, security: { 'x-frame-options': 'DENY' }, clock }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, authorization?: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, authorization === undefined ? {} : { headers: { authorization } });
  const statuses = (authorization?: string) =>
    Promise.all(['/api/gex', '/nowhere', '/api/stream', '/livez'].map(async (path) => (await ask(path, authorization)).status));
  const asks = (counter: typeof requests, asker: string, times: number): void => {
    for (let i = 0; i < times; i++) counter.count(asker);
  };
  return { clock, requests, refusals, port, ask, statuses, asks };
};

test('who has asked too often is refused whatever he asks, but for what is not counted, until his minute ends', async () => {
  const { clock, requests, ask, statuses, asks } = await served();
  asks(requests, askerOf('ann', undefined), 2);
  expect(await statuses('Bearer ann')).toEqual([200, 200, 200, 200]);
  asks(requests, askerOf('ann', undefined), 1);
  expect(await statuses('Bearer ann')).toEqual([429, 429, 200, 200]);
  expect(await statuses()).toEqual([200, 200, 200, 200]);

  const refused = await ask('/api/gex', 'Bearer ann');
  const headers = ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-frame-options'];
  expect(headers.map((name) => refused.headers.get(name))).toEqual(['60', '2', '0', '60', 'DENY']);
  const body: unknown = await refused.json();
  expect(violations(Problem, body)).toEqual([]);
  expect(body).toMatchObject({ error: 'too-many-requests', status: 429, detail: expect.stringContaining('60 s') });

  await clock.advance(59_000);
  expect((await ask('/api/gex', 'Bearer ann')).headers.get('retry-after')).toBe('1');
  await clock.advance(1_000);
  expect(await statuses('Bearer ann')).toEqual([200, 200, 200, 200]);
});

test('who shows no right key too often is refused, streams among it; a right one from his address is not', async () => {
  const { refusals, statuses, asks } = await served();
  asks(refusals, askerOf(null, '127.0.0.1'), 2);
  expect(await statuses()).toEqual([429, 429, 429, 200]);
  expect(await statuses('Bearer guess')).toEqual([429, 429, 429, 200]);
  expect(await statuses('Bearer ann')).toEqual([200, 200, 200, 200]);
});

test('who floods on waits for each answer, and is cut off if he does not', async () => {
  const { clock, requests, port, asks } = await served();
  asks(requests, askerOf('ann', undefined), 2 + refusedBeforeHeld);
  const socket = connect(port, '127.0.0.1');
  let [text, closed] = ['', false];
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.on('close', () => {
    closed = true;
  });
  const request = 'GET /api/gex HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ann\r\n\r\n';
  socket.write(request);
  await expect.poll(() => clock.waiting, { timeout: 10_000 }).toBe(1);
  await clock.advance(heldMs - 1);
  expect(text).toBe('');
  await clock.advance(1);
  await expect.poll(() => text, { timeout: 10_000 }).toMatch(/^HTTP\/1\.1 429 .*"too-many-requests"/s);
  expect([clock.waiting, closed]).toEqual([0, false]);

  socket.write(request + request);
  await expect.poll(() => closed, { timeout: 10_000 }).toBe(true);
  await expect.poll(() => clock.waiting, { timeout: 10_000 }).toBe(0);
});

test('answers that were held in one moment do not go out in one', async () => {
  const { clock, requests, ask, asks } = await served();
  asks(requests, askerOf('ann', undefined), 2 + refusedBeforeHeld);
  let answered = 0;
  const all = Array.from({ length: 3 }, async () => {
    const { status } = await ask('/api/gex', 'Bearer ann');
    answered++;
    return status;
  });
  await expect.poll(() => clock.waiting, { timeout: 10_000 }).toBe(3);
  await clock.advance(heldMs);
  await expect.poll(() => answered, { timeout: 10_000 }).toBe(1);
  expect(clock.waiting).toBe(2);
  await clock.advance(heldGapMs);
  await expect.poll(() => answered, { timeout: 10_000 }).toBe(2);
  expect(clock.waiting).toBe(1);
  await clock.advance(heldGapMs);
  expect(await Promise.all(all)).toEqual([429, 429, 429]);
});

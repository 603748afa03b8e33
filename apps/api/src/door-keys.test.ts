import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiKey, apiKeySha256, type Scope } from './keys/api-key.ts';
import { changeKeyFile } from './keys/key-file.ts';
import { serveApi } from './served-api.fixture.ts';

type Served = Awaited<ReturnType<typeof serveApi>>;

const keyOf = (name: string, scope: Scope): ApiKey => ({ name, user: name, scope, sha256: apiKeySha256(`gex-secret-${name}`) });

/** The whole list of what answers without a key. A route that joins it is meant to; every other one needs a key without saying so. */
const publicRoutes = ['/api/v1/health', '/auth/schwab/callback', '/health', '/livez', '/readyz'];

/** What `fetch` would tidy before it is sent. */
const statusOf = (served: Served, method: string, path: string, key?: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(served.api.url);
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const asked = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      resolve(answer.statusCode!);
      answer.destroy();
    });
    asked.on('error', reject);
    asked.end();
  });

describe('off loopback', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveApi({
      host: '0.0.0.0',
      apiKeys: [keyOf('ann', 'read'), keyOf('boss', 'admin')],
      refusalsPerMinuteMax: 10_000,
    });
  });
  afterAll(() => served.stop());

  test('A2: the routes that answer without a key are these', () => {
    const open = served.api.routes.filter(({ access }) => access === 'public').map(({ path }) => path);
    expect([...new Set(open)].sort()).toEqual(publicRoutes);
  });

  test('A2, X-07: every other route refuses without a key, whatever the method and however its path is written', async () => {
    const guarded = served.api.routes.filter(({ access }) => access !== 'public');
    expect(guarded.length).toBeGreaterThan(20);
    const wrong: unknown[] = [];
    for (const { method, path } of guarded) {
      const plain = path.replace(':symbol', 'SPX').replace(/:\w+/g, 'x').replace('*', 'x');
      const written = [
        plain,
        `/${plain}`,
        `${plain}/`,
        `${plain}?x=1`,
        plain.toUpperCase(),
        plain.replace(/\/(?=[^/]*$)/, '/%2e/'),
        `/livez/..${plain}`,
        `/livez%2f..${plain}`,
      ];
      for (const each of written)
        for (const by of new Set([method, 'GET', 'HEAD', 'OPTIONS', 'POST'])) {
          const status = await statusOf(served, by, each);
          if (status !== 401) wrong.push([by, each, status]);
          if (each === plain && by === method && (await statusOf(served, by, each, 'gex-secret-x')) !== 401)
            wrong.push([by, each, 'wrong key']);
        }
    }
    expect(wrong).toEqual([]);
  });

  test('X-07: with a key that may, each is let in', async () => {
    for (const path of ['/', '/api/gex', '/api/stream', '/api/v1/stream', '/docs/', '/openapi.json', '/assets/main.js'])
      expect([path, await statusOf(served, 'GET', path, 'gex-secret-ann')]).toEqual([path, 200]);
    expect(await statusOf(served, 'GET', '/nowhere', 'gex-secret-ann')).toBe(404);
    expect(await statusOf(served, 'GET', '/livez')).toBe(200);
  });

  test('who asks is told whose key it is', async () => {
    const me = async (key: string, headers: Record<string, string> = {}) =>
      (await fetch(`${served.api.url}/api/v1/me`, { headers: { authorization: `Bearer gex-secret-${key}`, ...headers } })).json();
    expect(await me('ann', { 'x-user-id': 'bob' })).toEqual({ user: 'ann', scope: 'read', key: 'ann' });
    expect(await me('boss', { 'x-user-id': 'bob' })).toEqual({ user: 'bob', scope: 'admin', key: 'boss' });
  });

  test('no log ever holds a key', () => {
    expect(served.log.length).toBeGreaterThan(0);
    expect(served.log.join('')).not.toContain('gex-secret');
  });
});

describe('A3: too many requests', () => {
  test('of one key take nothing from another', async () => {
    const served = await serveApi({
      host: '0.0.0.0',
      apiKeys: [keyOf('ann', 'read'), keyOf('bob', 'read')],
      rateLimitPerMinute: 3,
    });
    const get = (key: string) => fetch(`${served.api.url}/api/gex`, { headers: { authorization: `Bearer gex-secret-${key}` } });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await get('ann')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await get('ann')).headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await get('bob')).status).toBe(200);
    const flood = await Promise.all(Array.from({ length: 1_000 }, async () => (await get('ann')).status));
    expect(new Set(flood)).toEqual(new Set([429]));
    expect(served.log.filter((line) => line.includes('key ann'))).toHaveLength(1);
    expect((await served.api.status()).refused_requests).toBe(1_003);
    expect((await get('bob')).status).toBe(200);
    await served.stop();
  });

  test('with wrong keys are refused, streams among them; a right key from the same address still counts', async () => {
    const served = await serveApi({ host: '0.0.0.0', apiKeys: [keyOf('ann', 'read')], refusalsPerMinuteMax: 3 });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push(await statusOf(served, 'GET', '/api/stream', `guess-${i}`));
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const refused = await fetch(`${served.api.url}/api/gex`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect(await statusOf(served, 'GET', '/api/gex', 'gex-secret-ann')).toBe(200);
    await served.stop();
  });
});

test('a revoked key opens nothing any more, and its open streams end; others go on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gexstream-door-'));
  const keysPath = join(folder, 'api-keys.json');
  const clock = systemClock();
  const kept = (name: string) => ({ ...keyOf(name, 'read'), created: '2026-11-20T15:30:00.000Z' });
  await changeKeyFile(keysPath, clock, () => [kept('ann'), kept('bob')]);
  const served = await serveApi({ host: '0.0.0.0', keysPath });
  const stream = async (key: string) => {
    const answer = await fetch(`${served.api.url}/api/v1/stream`, { headers: { authorization: `Bearer gex-secret-${key}` } });
    const state = { status: answer.status, ended: false };
    const reading = async (): Promise<void> => {
      for await (const _chunk of answer.body!);
    };
    void reading().then(
      () => Object.assign(state, { ended: true }),
      () => Object.assign(state, { ended: true }),
    );
    return state;
  };
  const [ann, bob] = [await stream('ann'), await stream('bob')];
  expect([ann.status, bob.status]).toEqual([200, 200]);
  await changeKeyFile(keysPath, clock, (keys) => keys.filter(({ name }) => name !== 'ann'));
  await expect.poll(() => ann.ended, { timeout: 20_000 }).toBe(true);
  expect(await statusOf(served, 'GET', '/api/gex', 'gex-secret-ann')).toBe(401);
  expect([bob.ended, await statusOf(served, 'GET', '/api/gex', 'gex-secret-bob')]).toEqual([false, 200]);
  await served.stop();
  await rm(folder, { recursive: true });
});

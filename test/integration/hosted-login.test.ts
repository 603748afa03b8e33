import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type Api, apiKeySha256, startApi } from '@gexstream/api';
import { fileTokenStore } from '@gexstream/schwab';
import { simulatedLogin } from '@gexstream/simulator';
import type { Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hostedLogin } from '../../apps/cli/src/compose/hosted-login.ts';
import { agree } from '../support/agree-to-login.ts';
import { canariesIn } from '../support/canaries.ts';
import { type IngestOnSimulator, ingestOnSimulator } from '../support/ingest-on-simulator.ts';

// Polls that may each take their time on a loaded machine.
vi.setConfig({ testTimeout: 180_000 });
const system = systemClock();
const callbackUrl = 'https://gex.example/auth/schwab/callback';
const keys = { read: 'CANARY-key-that-may-read', admin: 'CANARY-key-that-may-do-all' };
const lines: string[] = [];
let folder: string;
let path: string;
let running: IngestOnSimulator;
let api: Api;
let history: Store;

/** A server as it is hosted: a key at the door, no login yet, the callback at its public address. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hosted-login-'));
  path = join(folder, 'token.json');
  const store = fileTokenStore(path);
  running = await ingestOnSimulator('SPY', store);
  history = await openDuckDbStore({ path: join(folder, 'history.duckdb') });
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const tokens = { path, encrypted: false, store, importVariable: async () => false };
  const app = { ...simulatedLogin, callbackUrl, tokens };
  const user = { user: 'ann' };
  api = await startApi({
    bus: running.bus,
    store: history,
    clock: system,
    log,
    feed: 'sim',
    hostedLogin: hostedLogin(app, running.simulator.url, system, log),
    config: {
      host: '0.0.0.0',
      port: 0,
      apiKeys: [
        { name: 'reader', ...user, scope: 'read', sha256: apiKeySha256(keys.read) },
        { name: 'boss', ...user, scope: 'admin', sha256: apiKeySha256(keys.admin) },
      ],
    },
  });
}, 120_000);

afterAll(async () => {
  await api?.stop();
  await history?.close();
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

const get = (address: string, key?: string, accept = 'text/html'): Promise<Response> =>
  fetch(new URL(address, api.url), {
    redirect: 'manual',
    headers: { accept, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
  });

/** Where the browser is sent after the person agreed, on the public address; its proxy passes path and query on. */
const passedOn = (location: string): string => location.replace('https://gex.example', '');

const status = () => running.ingest.status();

test('C-01: only an admin key begins a login; without one nobody is sent anywhere', async () => {
  expect((await get('/auth/schwab/start')).status).toBe(401);
  expect((await get('/auth/schwab/start', keys.read)).status).toBe(403);
  const begun = await get('/auth/schwab/start', keys.admin);
  expect(begun.status).toBe(302);
  expect(begun.headers.get('cache-control')).toBe('no-store');
  const address = new URL(begun.headers.get('location')!);
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    client_id: simulatedLogin.appKey,
    redirect_uri: callbackUrl,
    response_type: 'code',
  });
  const told = (await (await get('/auth/schwab/start', keys.admin, 'application/json')).json()) as {
    readonly authorization_url: string;
  };
  expect(new URL(told.authorization_url).searchParams.get('state')).not.toBe(address.searchParams.get('state'));
});

test('C-01: a server without a login waits for one; what comes back through the callback makes it live, without a restart', async () => {
  await expect.poll(() => status().state, { timeout: 60_000 }).toBe('auth-required');
  const begun = await get('/auth/schwab/start', keys.admin);
  const back = passedOn(await agree(begun.headers.get('location')!));

  // Another state, or none, ends nothing: neither the login under way nor the code.
  for (const wrong of [back.replace(/state=[^&]+/, 'state=guessed'), back.replace(/[&?]state=[^&]+/, '')]) {
    const refused = await get(wrong);
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'login-refused' }]);
  }
  const done = await get(back);
  expect([done.status, await done.text()]).toEqual([200, expect.stringMatching(/^Logged in at Schwab until \d{4}-/)]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await expect.poll(() => status().state, { timeout: 60_000 }).toBe('live');

  const again = await get(back);
  expect([again.status, await again.json()]).toMatchObject([400, { error: 'login-refused' }]);
});

test('C-03: a newer login than the living one is noticed by ingest, without a restart', async () => {
  const before = status().loginExpiresMs!;
  // A file counts in whole seconds.
  await expect.poll(() => system.now(), { timeout: 10_000 }).toBeGreaterThan(before - 7 * 86_400_000 + 1_000);
  const back = passedOn(await agree((await get('/auth/schwab/start', keys.admin)).headers.get('location')!));
  expect((await get(back)).status).toBe(200);
  await expect.poll(() => status().loginExpiresMs, { timeout: 90_000 }).toBeGreaterThan(before);
  expect(status().state).toBe('live');
});

test('a code that Schwab refuses is told, and changes nothing', async () => {
  const kept = await readFile(path, 'utf8');
  const back = passedOn(await agree((await get('/auth/schwab/start', keys.admin)).headers.get('location')!));
  const refused = await get(back.replace(/code=[^&]+/, 'code=C0.other%40'));
  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    { error: 'login-refused', detail: expect.stringContaining('lives for 30 s and serves once') },
  ]);
  const { refreshToken } = (await fileTokenStore(path).read())!;
  expect((JSON.parse(kept) as { token: { refresh_token: string } }).token.refresh_token).toBe(refreshToken);
});

test('C3: neither code nor token of it stands in the log', async () => {
  const { refreshToken, access } = (await fileTokenStore(path).read())!;
  const secrets = { 'refresh token': refreshToken, 'access token': access!.token, 'admin key': keys.admin };
  expect(canariesIn(secrets, { log: lines.join('') })).toEqual([]);
  expect(lines.join('')).not.toContain('C0.');
});

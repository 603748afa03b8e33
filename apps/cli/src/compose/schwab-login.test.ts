import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMs } from '@gexstream/domain';
import { simulatedLogin } from '@gexstream/simulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rehearsedApp, schwabApp, schwabAppWithLogin, simulatedApp } from './schwab-login.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schwab-login-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const named = { SCHWAB_APP_KEY: 'key', SCHWAB_APP_SECRET: 'hunter2-secret' };
const encoded = (creationSeconds: number, refreshToken: string): string =>
  btoa(JSON.stringify({ creation_timestamp: creationSeconds, token: { access_token: '', refresh_token: refreshToken } }));

test('no app is the simulator; half an app, a wrong callback, a short key and a missing login are errors that tell what to do', () => {
  expect(schwabAppWithLogin({})).toBeNull();
  expect(() => schwabApp({ SCHWAB_APP_KEY: 'key' })).toThrow(/SCHWAB_APP_SECRET is not; set both/);
  expect(() => schwabApp({ SCHWAB_APP_SECRET: 'hunter2-secret' })).toThrow(/^SCHWAB_APP_SECRET is set and SCHWAB_APP_KEY is not/);
  expect(() => schwabApp({ ...named, SCHWAB_CALLBACK_URL: 'http://127.0.0.1:8182' })).toThrow(
    /SCHWAB_CALLBACK_URL takes the https URL/,
  );
  expect(() => schwabApp({ ...named, SCHWAB_TOKEN_KEY: 'short' })).toThrow(/SCHWAB_TOKEN_KEY takes at least 16 characters$/);
  const missing = { ...named, SCHWAB_TOKEN_PATH: join(folder, 'none.json') };
  expect(() => schwabAppWithLogin(missing)).toThrow(/no token file .*none\.json; log in with npx gex login/);
  expect(() => schwabAppWithLogin(missing)).not.toThrow(/hunter2/);
});

test('without a login the live feed starts where the API will make one, and nowhere else', () => {
  const hosted = (callback: string) => () =>
    schwabAppWithLogin({ ...named, SCHWAB_TOKEN_PATH: join(folder, 'none.json'), SCHWAB_CALLBACK_URL: callback });
  expect(hosted('https://gex.example/auth/schwab/callback')()).toMatchObject({ appKey: 'key' });
  expect(hosted('https://gex.example/behind/auth/schwab/callback/')()).toMatchObject({ appKey: 'key' });
  for (const callback of ['https://127.0.0.1:8182/', 'https://gex.example/auth/schwab/callback2'])
    expect(hosted(callback)).toThrow(/there is no token file/);
});

test('C-01: a login is rehearsed at a simulator where the callback is an API’s own, and never with a real app', () => {
  const callback = 'https://gex.example/auth/schwab/callback';
  expect(rehearsedApp({ SCHWAB_CALLBACK_URL: callback })).toMatchObject({
    ...{ appKey: simulatedLogin.appKey, callbackUrl: callback },
    tokens: { path: 'simulator_token.json' },
  });
  expect(rehearsedApp({ SCHWAB_CALLBACK_URL: callback, SCHWAB_TOKEN_PATH: '/login/real.json' })).toMatchObject({
    tokens: { path: '/login/simulator_token.json' },
  });
  expect(rehearsedApp({ SCHWAB_CALLBACK_URL: callback, SCHWAB_APP_KEY: 'key', SCHWAB_APP_SECRET: 'secret' })).toBeNull();
  expect(rehearsedApp({ SCHWAB_CALLBACK_URL: 'https://127.0.0.1:8182/' })).toBeNull();
  expect(rehearsedApp({})).toBeNull();
});

test('a rehearsal neither reads nor writes the real login: not the file, not the variable', async () => {
  const path = join(folder, 'real.json');
  await writeFile(path, 'the real one');
  const { tokens } = simulatedApp({ SCHWAB_TOKEN_PATH: path, SCHWAB_TOKEN_B64: encoded(1_000, 'hunter2') });
  expect(await tokens.store.read()).toBeNull();
  expect(await tokens.importVariable()).toBe(false);
  await tokens.store.write({ refreshToken: 'simulated', loginMs: epochMs(1_000), access: null });
  expect(await readFile(path, 'utf8')).toBe('the real one');
  expect((await tokens.store.read())?.refreshToken).toBe('simulated');
});

test('C-03: SCHWAB_TOKEN_B64 makes the file where there is none, and replaces it by a newer login alone', async () => {
  const path = join(folder, 'token.json');
  const start = async (creationSeconds: number, refreshToken: string) => {
    const app = schwabAppWithLogin({
      ...named,
      SCHWAB_TOKEN_PATH: path,
      SCHWAB_TOKEN_B64: encoded(creationSeconds, refreshToken),
    })!;
    await app.tokens.importVariable();
    return (await app.tokens.store.read())!.refreshToken;
  };
  expect(await start(1_000, 'first')).toBe('first');
  expect(await start(900, 'older')).toBe('first');
  expect(await start(1_000, 'the same login, before its refreshes')).toBe('first');
  expect(await start(2_000, 'newer')).toBe('newer');
  const broken = schwabApp({ ...named, SCHWAB_TOKEN_PATH: path, SCHWAB_TOKEN_B64: btoa('hunter2') })!;
  await expect(broken.tokens.importVariable()).rejects.toThrow(/^SCHWAB_TOKEN_B64 is not a token file/);
  await expect(broken.tokens.importVariable()).rejects.not.toThrow(/hunter2/);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readStartConfig } from '../config.ts';
import { liveFeed } from './live-feed.ts';
import { schwabAppWithLogin } from './schwab-login.ts';

test('the older variables work as they are: each reaches what it names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'live-feed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const login = { creation_timestamp: 1_795_600_000, token: { access_token: '', refresh_token: 'a login in base64' } };
  const environment = {
    SCHWAB_APP_KEY: 'the key',
    SCHWAB_APP_SECRET: 'the secret',
    SCHWAB_CALLBACK_URL: 'https://gex.example/cb',
    SCHWAB_TOKEN_PATH: join(folder, 'kept.json'),
    SCHWAB_TOKEN_B64: btoa(JSON.stringify(login)),
    FETCH_INTERVAL: '30',
    SYMBOLS: 'SPY,$SPX',
    PORT: '9001',
  };
  const config = readStartConfig([], environment);
  expect(config.port).toBe(9_001);
  const app = schwabAppWithLogin(environment)!;
  expect(app.callbackUrl).toBe('https://gex.example/cb');
  const { recordable, clock } = await liveFeed(config, app).open();
  expect(recordable).toMatchObject({
    feed: 'live',
    baseUrl: 'https://api.schwabapi.com',
    appKey: 'the key',
    appSecret: 'the secret',
    symbols: ['SPY', 'SPX'],
    chainEveryMs: 30_000,
  });
  expect(await recordable!.tokenStore.read()).toMatchObject({ refreshToken: 'a login in base64', loginMs: 1_795_600_000_000 });
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000);
});

import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { fileTokenStore, refreshToken, tokenCipher } from '@gexstream/schwab';
import { freshMarketState, marketClock, type Simulator, simulatedLogin, startSimulator } from '@gexstream/simulator';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { claimPorts } from '../../infra/launcher/index.ts';
import { agree } from '../support/agree-to-login.ts';
import { gexProcess } from '../support/gex-process.ts';

const system = systemClock();
const tokenKey = 'a key of sixteen or more';
let folder: string;
let simulator: Simulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'login-'));
  const clock = marketClock(system, freshMarketState(system.now()));
  simulator = await startSimulator({ host: '127.0.0.1', port: 0, seed: 1, clock, symbols: ['SPY'] });
});

afterAll(async () => {
  await simulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

const visit = async (url: string): Promise<number | undefined> => {
  const request = httpsRequest(url, { rejectUnauthorized: false }).end();
  const [answer] = await once(request, 'response');
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode;
};

test('C-01: gex login prints the address, catches the callback, and keeps a token that refreshes; the terminal shows none of it', async () => {
  const claimed = await claimPorts(1);
  onTestFinished(() => claimed.release());
  const real = join(folder, 'token.json');
  await writeFile(real, 'the login at Schwab, which a rehearsal leaves alone');
  const path = join(folder, 'simulator_token.json');
  const environment = {
    SCHWAB_CALLBACK_URL: `https://127.0.0.1:${claimed.base}/callback`,
    SCHWAB_TOKEN_PATH: real,
    SCHWAB_TOKEN_KEY: tokenKey,
  };
  const login = await gexProcess(['login', '--pkce', '--simulator', simulator.url], environment, /authorize\?\S+\s/);
  const ended = once(login.process, 'exit');
  const [address] = /http\S+authorize\?\S+/.exec(login.printed())!;
  expect(await visit(await agree(address))).toBe(200);
  expect(await ended).toEqual([0, null]);

  expect(await readFile(real, 'utf8')).toBe('the login at Schwab, which a rehearsal leaves alone');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const kept = (await fileTokenStore(path, tokenCipher(tokenKey)).read())!;
  const file = await readFile(path, 'utf8');
  for (const secret of [kept.refreshToken, kept.access!.token]) {
    expect(login.printed()).not.toContain(secret);
    expect(file).not.toContain(secret);
  }
  expect(login.printed()).toMatch(/access token +until .*Z/);
  expect(login.printed()).toMatch(/login +until .*Z \(7\.0 days left\)/);
  const { appKey, appSecret } = simulatedLogin;
  const renewed = await refreshToken(kept.refreshToken, {
    baseUrl: simulator.url,
    appKey,
    appSecret,
    clock: system,
    timeoutMs: 20_000,
  });
  expect(renewed.access_token).not.toBe(kept.access!.token);
});

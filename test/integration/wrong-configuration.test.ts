import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { gexWith } from '../support/product.ts';

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wrong-configuration-'));
  data = join(folder, 'data');
  await writeFile(join(folder, 'no-token.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const app = { SCHWAB_APP_KEY: 'a-key', SCHWAB_APP_SECRET: 'CANARY-of-a-secret' };

/** What a person sees who got one thing wrong: the name, what it should be, and what to do. */
test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
  ['a flag of the wrong type', ['start', '--port', 'abc'], {}, '--port takes a port number from 0 to 65535; got "abc"'],
  ['a symbol that is none', ['start'], { SYMBOLS: 'SP X' }, 'SYMBOLS takes a list of symbols such as SPX,SPY,QQQ; got "SP X"'],
  [
    'half an app',
    ['start'],
    { SCHWAB_APP_KEY: 'a-key' },
    'SCHWAB_APP_KEY is set and SCHWAB_APP_SECRET is not; set both for live data, neither for the simulator',
  ],
  [
    'a feed that is not what would be read',
    ['run', 'ingest', '--kafka', '127.0.0.1:1'],
    { GEX_FEED: 'live' },
    '--feed (GEX_FEED) is live, and what would be read is sim: for live set SCHWAB_APP_KEY and SCHWAB_APP_SECRET and log in; else name sim, for every app alike',
  ],
  [
    'a login beside another feed',
    ['start', '--feed', 'sim'],
    { ...app, SCHWAB_TOKEN_B64: 'e30=' },
    '--feed (GEX_FEED) is sim, and what would be read is live: the feed follows from the login, --chain, --seed, --simulator or --replay; else name live, for every app alike',
  ],
  ['no broker', ['run', 'gex'], {}, '--kafka (KAFKA_BROKERS) is missing: host:port of some brokers, such as 127.0.0.1:9092'],
])('C1: %s ends the start before anything is begun', async (_what, args, environment, message) => {
  const ended = await gexWith({ GEX_DATA: data, ...environment }, ...args);
  expect([ended.status, ended.stderr]).toEqual([2, `gex: ${message}\n`]);
  expect(existsSync(data)).toBe(false);
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['C1: an unknown variable', { GEX_SYMBOLS: 'SPX' }, /^gex: there is no variable GEX_SYMBOLS; there is GEX_API_KEYS, /],
  [
    'C1: a missing login',
    { ...app, SCHWAB_TOKEN_PATH: 'none.json' },
    /SCHWAB_TOKEN_PATH: there is no token file none\.json; log in with/,
  ],
  ['C2: an open door without a key', { HOST: '0.0.0.0' }, /HOST 0\.0\.0\.0 .*npx gex keys add/],
  ['C2: a key that is too short', { GEX_API_KEYS: 'CANARY-short' }, /GEX_API_KEYS takes keys of at least 16 characters/],
])('%s is refused and named, and no secret with it', async (_what, environment, message) => {
  const { status, stdout, stderr } = await gexWith({ GEX_DATA: data, ...environment }, 'start');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('CANARY');
  expect(existsSync(data)).toBe(false);
});

test('C1: a port that is taken ends it too, naming the port and the flag', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void taken.close());
  const port = String((taken.address() as { readonly port: number }).port);
  const { status, stderr } = await gexWith({ GEX_DATA: join(folder, 'taken'), SYMBOLS: 'SPY' }, 'start', '--port', port);
  expect(status).toBe(1);
  expect(stderr).toContain(`Port ${port} of 127.0.0.1 is taken by another program`);
  expect(stderr).toContain('choose another with --port');
});

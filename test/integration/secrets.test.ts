import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type EpochMs, epochMs } from '@gexstream/domain';
import { type Ingest, type IngestConfig, type IngestStatus, ingestSamples, startIngest } from '@gexstream/ingest';
import { memoryTokenStore, type SchwabErrorCode } from '@gexstream/schwab';
import { freshMarketState, marketClock, parseFault, type Simulator, simulatedLogin, startSimulator } from '@gexstream/simulator';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Canaries, canariesIn } from '../support/canaries.ts';

// Polls that may each take their time on a loaded machine.
vi.setConfig({ testTimeout: 180_000 });
const system = systemClock();
const clock = marketClock(system, freshMarketState(system.now()));
let folder: string;
let bus: Bus;
let simulator: Simulator;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-secrets-'));
  bus = await openLmdbBus({ path: folder, clock: system });
  await bus.declareTopics(allTopics);
  simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    seed: 1,
    clock,
    symbols: ['SPX'],
    limits: { heartbeatMs: 1_000 },
  });
});
afterAll(async () => {
  await simulator?.stop();
  await bus?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every byte that the topics hold. */
const kept = async (): Promise<string> => {
  const parts: string[] = [];
  for (const { name } of allTopics)
    for (const { partition, start, end } of await bus.offsets(name))
      for (const { key, value } of await bus.read(name, partition, start, end, end - start))
        parts.push(key, Buffer.from(value ?? []).toString('latin1'));
  return parts.join('\n');
};

/** Runs ingest, with a log that redacts nothing, until it says what is waited for; then looks for the secrets in all it said. */
const leaks = async (
  canaries: () => Canaries,
  change: Partial<IngestConfig>,
  until: (ingest: Ingest, log: readonly string[]) => boolean,
): Promise<readonly string[]> => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const config: IngestConfig = {
    feed: 'sim',
    baseUrl: simulator.url,
    ...simulatedLogin,
    tokenStore: memoryTokenStore({ refreshToken: simulatedLogin.refreshToken }),
    symbols: ['SPX'],
    streamedContractsMax: 50,
    ...change,
  };
  const ingest = await startIngest({ bus, clock, wallClock: system, log, config, seed: 1 });
  const ended = ingest.done.then(
    () => '',
    (error: Error) => `${error.stack} ${JSON.stringify(error)}`,
  );
  await expect.poll(() => until(ingest, lines), { timeout: 200_000, interval: 50 }).toBe(true);
  const said = JSON.stringify([ingest.status(), ingestSamples(ingest.status())]);
  await ingest.stop();
  return canariesIn(canaries(), { log: lines.join(''), status: said, topics: await kept(), error: await ended });
};

test('C3, X-09: the tokens of a login that works stand nowhere', async () => {
  const store = memoryTokenStore({ refreshToken: simulatedLogin.refreshToken });
  const seen: Record<string, string> = { 'refresh token': simulatedLogin.refreshToken };
  const tokenStore: IngestConfig['tokenStore'] = {
    read: () => store.read(),
    write: async (token) => {
      if (token.access !== null) seen['access token'] = token.access.token;
      await store.write(token);
    },
  };
  const found = await leaks(
    () => seen,
    { tokenStore },
    (ingest) => ingest.status().state === 'live' && ingest.status().counters.updates > 0,
  );
  expect(Object.keys(seen)).toContain('access token');
  expect(found).toEqual([]);
});

const canaries = {
  'app key': 'CANARYkey+7f/a1',
  'app secret': 'CANARYsecret%9c&2',
  'refresh token': 'CANARYrefresh/55+e=@',
  'access token': 'CANARYaccess/3+d@',
};
const login = (access: { readonly token: string; readonly expiresMs: EpochMs } | null) => ({
  appKey: canaries['app key'],
  appSecret: canaries['app secret'],
  tokenStore: memoryTokenStore({ refreshToken: canaries['refresh token'], access }),
});

test('C3: nor those of a login that is refused', async () => {
  expect(
    await leaks(
      () => canaries,
      login(null),
      (ingest) => ingest.status().state === 'auth-required',
    ),
  ).toEqual([]);
});

test('C3: nor when nobody answers', async () => {
  const access = { token: canaries['access token'], expiresMs: epochMs(clock.now() + 3_600_000) };
  const away = { ...login(access), baseUrl: 'http://127.0.0.1:1' };
  expect(
    await leaks(
      () => canaries,
      away,
      (ingest) => Object.keys(ingest.status().counters.restFailures).length > 0,
    ),
  ).toEqual([]);
});

/** A fault, and what of ingest shows that it met it: each is injected by itself, for some of them hide the others. */
interface Trouble {
  readonly faults: readonly string[];
  readonly met: (now: IngestStatus, before: IngestStatus, log: readonly string[]) => boolean;
}
const failed =
  (code: SchwabErrorCode): Trouble['met'] =>
  (now, before) =>
    (now.counters.restFailures[code] ?? 0) > (before.counters.restFailures[code] ?? 0);
const reconnected: Trouble['met'] = (now, before) => now.counters.reconnects > before.counters.reconnects;

const troubles: readonly Trouble[] = [
  { faults: ['garbage:100', 'oversize'], met: (now, before) => now.counters.garbage > before.counters.garbage + 3 },
  { faults: ['429:1'], met: failed('SCHWAB_RATE_LIMITED') },
  { faults: ['5xx'], met: failed('SCHWAB_UNAVAILABLE') },
  { faults: ['expire-access', '401'], met: failed('SCHWAB_UNAUTHORIZED') },
  { faults: ['drop-rst'], met: reconnected },
  { faults: ['stall'], met: reconnected },
  // Whoever is thrown out comes back only after a while: the last.
  { faults: ['kick'], met: (_now, _before, log) => log.some((line) => line.includes('stream-taken-over')) },
];

test('C3: nor whatever goes wrong, one after the other', async () => {
  const store = memoryTokenStore({ refreshToken: simulatedLogin.refreshToken });
  const seen: Record<string, string> = { 'app key': simulatedLogin.appKey, 'app secret': simulatedLogin.appSecret };
  const tokenStore: IngestConfig['tokenStore'] = {
    read: () => store.read(),
    write: async (token) => {
      seen['refresh token'] = token.refreshToken;
      if (token.access !== null) seen[`access token ${Object.keys(seen).length}`] = token.access.token;
      await store.write(token);
    },
  };
  const inject = (...faults: readonly string[]): void => {
    simulator.faults.clear();
    for (const fault of ['rotate-refresh', ...faults]) simulator.faults.inject(parseFault(fault));
  };
  inject();
  const met: string[] = [];
  let before: IngestStatus | null = null;
  const found = await leaks(
    () => seen,
    { tokenStore, chainEveryMs: 2_000 },
    (ingest, log) => {
      const now = ingest.status();
      const trouble = troubles[met.length]!;
      if (before === null) {
        // The next begins once the one before is over.
        if (now.state !== 'live') return false;
        before = now;
        inject(...trouble.faults);
        return false;
      }
      if (!trouble.met(now, before, log)) return false;
      met.push(trouble.faults.join(' and '));
      before = null;
      inject();
      return met.length === troubles.length;
    },
  );
  simulator.faults.clear();
  expect(met).toEqual(troubles.map(({ faults }) => faults.join(' and ')));
  expect(Object.keys(seen).length).toBeGreaterThan(3);
  expect(found).toEqual([]);
}, 240_000);

test('a secret is found however it is written', () => {
  const secret = 'CANARY+of/this%test';
  const basic = Buffer.from(`someone:${secret}`).toString('base64');
  const texts = { log: `x${secret}`, url: `?p=${encodeURIComponent(secret)}`, header: `Basic ${basic}`, clean: 'nothing' };
  const found = canariesIn({ it: secret }, texts).join('; ');
  expect(found).toMatch(/it: log \(plain\).*it: url \(URL-encoded\).*it: header \(base64\+\d\)/);
  expect(found).not.toContain('clean');
});

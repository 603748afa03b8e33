import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GexDetailBody } from '@gexstream/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GexProcess, gexProcess } from '../support/gex-process.ts';
import { gexWith } from '../support/product.ts';
import { kafkaServer, questDbServer, serversMissing } from '../support/servers.ts';

// The distributed way as an operator starts it: one process an app, a simulator apart, real Kafka and real QuestDB between them.
const missing = serversMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)('one process an app', () => {
  let folder = '';
  let kafka: Awaited<ReturnType<typeof kafkaServer>>;
  let questDb: Awaited<ReturnType<typeof questDbServer>>;
  let environment: Record<string, string>;
  const processes: GexProcess[] = [];
  let gex: GexProcess;
  let ingest: GexProcess;
  let url = '';

  const start = async (args: readonly string[], ready: RegExp): Promise<GexProcess> => {
    const started = await gexProcess(args, environment, ready);
    processes.push(started);
    return started;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-distributed-'));
    [kafka, questDb] = await Promise.all([kafkaServer(), questDbServer()]);
    writeFileSync(join(folder, 'password'), questDb.password, { mode: 0o600 });
    environment = {
      KAFKA_BROKERS: kafka.bootstrap,
      KAFKA_CLIENT: 'kafkajs',
      QUESTDB_HOST: `${questDb.host}:${questDb.httpPort}`,
      QUESTDB_PG_PORT: String(questDb.pgPort),
      QUESTDB_USER: questDb.user,
      QUESTDB_PASSWORD_FILE: join(folder, 'password'),
      SYMBOLS: 'SPX,SPY',
      SCANNER_SYMBOLS: 'SPY',
      PORT: '0',
      GEX_DATA: folder,
    };
  });
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.kill().catch(() => {})));
    await Promise.all([kafka?.stop(), questDb?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const detail = async (symbol: string): Promise<GexDetailBody | null> => {
    const answer = await fetch(`${url}/api/gex/${symbol}`);
    return answer.ok ? ((await answer.json()) as GexDetailBody) : null;
  };
  const asOf = async (): Promise<string> => (await detail('SPX'))?.as_of ?? '';

  test('levels of every symbol come out of the API', async () => {
    const sim = await start(['sim', '--port', '0', '--symbols', 'SPX,SPY,XSP,KO'], /refresh token[\s\S]*market time/);
    environment.GEX_SIMULATOR = /at (http:\/\/\S+):? SPX/.exec(sim.printed())![1]!.replace(/:$/, '');
    gex = await start(['run', 'gex'], /gex runs on/);
    await start(['run', 'scanner'], /scanner runs on/);
    await start(['run', 'history'], /history runs on/);
    ingest = await start(['run', 'ingest'], /ingest runs on/);
    const api = await start(['run', 'api'], /answering at http/);
    url = /answering at (http:\S+)/.exec(api.printed())![1]!;
    await expect
      .poll(async () => [(await detail('SPX'))?.status, (await detail('SPY'))?.status], { timeout: 90_000, interval: 500 })
      .toEqual(['live', 'live']);
    expect(await detail('SPX')).toMatchObject({ simulated: true, source: 'sim' });
  });

  test('C4: a second gex takes over from one that is killed, and the numbers go on', async () => {
    const before = await asOf();
    await gex.kill();
    gex = await start(['run', 'gex'], /gex runs on/);
    await expect.poll(asOf, { timeout: 90_000, interval: 500 }).toSatisfy((now) => String(now) > before);
  });

  test('P5: while gex stands still its numbers are said to be old, until there are fresh ones', async () => {
    const status = async (): Promise<string | undefined> => (await detail('SPX'))?.status;
    await expect.poll(status, { timeout: 90_000, interval: 250 }).toBe('live');
    gex.process.kill('SIGSTOP');
    await expect.poll(status, { timeout: 90_000, interval: 250 }).toMatch(/delayed|stale/);
    const before = await asOf();
    gex.process.kill('SIGCONT');
    await expect.poll(asOf, { timeout: 90_000, interval: 250 }).toSatisfy((now) => String(now) > before);
    await expect.poll(status, { timeout: 90_000, interval: 250 }).toBe('live');
  });

  test('a symbol demanded through the API is followed by ingest, another process', async () => {
    const answer = await fetch(`${url}/api/v1/demand/XSP`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"minutes":60}',
    });
    expect(answer.status).toBe(200);
    await expect.poll(async () => (await detail('XSP'))?.status, { timeout: 90_000, interval: 500 }).toBe('live');
  });

  test('S-13: gex scan now asks by the topics: a call a symbol, followed or not, counted truly, and takes its demand back', async () => {
    const { status, stdout, stderr } = await gexWith(environment, 'scan', 'now', '--json', '--scan', 'SPY,KO,NONE');
    expect([status, stderr]).toEqual([0, '']);
    const scan = JSON.parse(stdout) as { readonly as_of: string };
    expect(scan).toMatchObject({
      ...{ feed: 'sim', simulated: true, symbols_asked: 3, stocks_scanned: 2, total_api_calls: 3 },
      not_scanned: [{ symbol: 'NONE', reason: expect.stringContaining('not found') }],
      sentiment: { stocks_analyzed: 2, market_sentiment: expect.not.stringMatching('UNKNOWN') },
    });
    // The feed's time, not the wall's, which the API of another process tells too.
    expect(Math.abs(Date.parse(scan.as_of) - Date.parse((await detail('SPX'))!.feed_now))).toBeLessThan(120_000);
    const demands = async (): Promise<readonly string[]> => {
      const { demands: open } = (await (await fetch(`${url}/api/v1/demand`)).json()) as {
        readonly demands: readonly { readonly symbol: string }[];
      };
      return open.map(({ symbol }) => symbol).sort();
    };
    await expect.poll(demands, { timeout: 30_000, interval: 250 }).toEqual(['XSP']);
  });

  test('while the stream is away REST goes on and is called delayed, until the stream takes back', async () => {
    const faults = `${environment.GEX_SIMULATOR}/simulator/faults`;
    const newestMs = async (): Promise<number> => {
      const answer = await detail('SPX');
      return answer === null ? 0 : Date.parse(answer.feed_now) - answer.age_ms;
    };
    const status = async (): Promise<string | undefined> => (await detail('SPX'))?.status;
    await fetch(faults, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"fault":"no-stream"}' });
    await expect.poll(status, { timeout: 60_000, interval: 250 }).toBe('delayed');
    const atLoss = await newestMs();
    await expect.poll(newestMs, { timeout: 90_000, interval: 500 }).toBeGreaterThan(atLoss + 6_000);
    expect(await status()).toBe('delayed');
    await fetch(faults, { method: 'DELETE' });
    await expect.poll(status, { timeout: 90_000, interval: 500 }).toBe('live');
  });

  test('C4: a second ingest waits while the first one runs, says so, and takes over when it goes', async () => {
    const second = await start(['run', 'ingest'], /another ingest holds the lease; waiting for it to go/);
    expect(second.printed()).not.toMatch(/ingest runs on/);
    expect(await ingest.stop()).toBe(0);
    await expect.poll(() => second.printed(), { timeout: 90_000, interval: 250 }).toMatch(/ingest runs on/);
    const before = await asOf();
    await expect.poll(asOf, { timeout: 90_000, interval: 250 }).toSatisfy((now) => String(now) > before);
  });

  test('the history answers from QuestDB', async () => {
    const points = async (): Promise<number> => {
      const answer = await fetch(`${url}/api/gex/SPX/history?interval=1m`);
      return answer.ok ? ((await answer.json()) as { readonly points: readonly unknown[] }).points.length : 0;
    };
    await expect.poll(points, { timeout: 60_000, interval: 1_000 }).toBeGreaterThan(0);
  });

  test('acceptance 8: bots of a process of their own draw strikes over time from QuestDB, and say what they miss without it', async () => {
    const { QUESTDB_HOST: _, ...withoutStore } = environment;
    const ask = async (): Promise<{ readonly text?: string; readonly alt?: string }> => {
      const { stdout } = await gexWith(environment, 'chat', 'heatmap', 'SPX', 'time', '--json');
      const [answer] = JSON.parse(stdout || '[]') as readonly {
        readonly text: string;
        readonly image: { readonly alt: string } | null;
      }[];
      return answer === undefined ? {} : { text: answer.text, ...(answer.image === null ? {} : { alt: answer.image.alt }) };
    };
    const without = await gexProcess(['run', 'bots'], withoutStore, /bots runs on/);
    processes.push(without);
    await expect
      .poll(async () => (await ask()).text, { timeout: 60_000, interval: 1_000 })
      .toContain('These bots were started without the history (--questdb).');
    expect(await without.stop()).toBe(0);

    await start(['run', 'bots'], /bots runs on .*QuestDB/);
    await expect
      .poll(async () => (await ask()).alt, { timeout: 60_000, interval: 1_000 })
      .toMatch(/^SPX: net gamma exposure by strike over time, (?:at|from) /);
  });

  test('every process stops clean at SIGTERM', async () => {
    const running = processes.filter(({ process: child }) => child.exitCode === null && child.signalCode === null);
    expect(running).toHaveLength(7);
    const ended = await Promise.all(running.map(async (each) => ({ status: await each.stop(), printed: each.printed() })));
    expect(ended.filter(({ status }) => status !== 0)).toEqual([]);
  });
});

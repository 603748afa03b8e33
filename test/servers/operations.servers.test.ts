import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics } from '@gexstream/bus';
import { openKafkaJsBus } from '@gexstream/bus/kafkajs';
import { sampled } from '@gexstream/metrics';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimPorts } from '../../infra/launcher/index.ts';
import { canariesIn } from '../support/canaries.ts';
import { type GexProcess, gexProcess } from '../support/gex-process.ts';
import { gexWith } from '../support/product.ts';
import { type SecureKafka, secureKafka } from '../support/secure-kafka.ts';
import { questDbServer, serversMissing } from '../support/servers.ts';

const kafkaPassword = 'CANARY-kafka-71e+b/0';
const apiKeys = ['CANARY-api-key-one-5f0c', 'CANARY-api-key-two-88a2'] as const;
const apps = ['gex', 'history', 'ingest', 'api'] as const;
type App = (typeof apps)[number];

// What an operator sees of the distributed product, on a Kafka that wants certificates and a password, with everything logged.
describe.skipIf(serversMissing() !== null)('operations', () => {
  let folder = '';
  let kafka: SecureKafka;
  let questDb: Awaited<ReturnType<typeof questDbServer>>;
  let ports: Awaited<ReturnType<typeof claimPorts>>;
  let environment: Record<string, string>;
  let simulator: GexProcess;
  const processes = new Map<App, GexProcess>();
  const answers: string[] = [];

  const startApp = (app: App): Promise<GexProcess> =>
    gexProcess(
      ['run', app],
      { ...environment, GEX_METRICS_PORT: String(ports.base + apps.indexOf(app)) },
      new RegExp(`${app} runs on`),
    );
  const urlOf = (api: GexProcess): string => /answering at (http:\S+)/.exec(api.printed())![1]!;
  const watch = async (app: App, path: string): Promise<{ readonly status: number; readonly text: string }> => {
    const answer = await fetch(`http://127.0.0.1:${ports.base + apps.indexOf(app)}${path}`);
    const text = await answer.text();
    answers.push(text);
    return { status: answer.status, text };
  };
  const ready = async (app: App): Promise<string> => {
    const { status, text } = await watch(app, '/readyz');
    return `${status} ${text}`;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-operations-'));
    [kafka, questDb] = await Promise.all([secureKafka(kafkaPassword), questDbServer()]);
    ports = await claimPorts(apps.length);
    writeFileSync(join(folder, 'kafka-password'), `${kafkaPassword}\n`, { mode: 0o600 });
    environment = {
      LOG_LEVEL: 'trace',
      KAFKA_BROKERS: kafka.sasl,
      KAFKA_CLIENT: 'auto',
      KAFKA_TLS: 'on',
      KAFKA_TLS_CA_FILE: kafka.caFile,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: kafka.user,
      KAFKA_SASL_PASSWORD_FILE: join(folder, 'kafka-password'),
      QUESTDB_HOST: `${questDb.host}:${questDb.httpPort}`,
      QUESTDB_PG_PORT: String(questDb.pgPort),
      QUESTDB_USER: questDb.user,
      QUESTDB_PASSWORD_FILE: questDb.passwordFile,
      GEX_API_KEYS: apiKeys.join(),
      SYMBOLS: 'SPX',
      PORT: '0',
      GEX_DATA: folder,
    };
    simulator = await gexProcess(['sim', '--port', '0', '--symbols', 'SPX'], environment, /refresh token[\s\S]*market time/);
    environment.GEX_SIMULATOR = /at (http:\/\/\S+):? SPX/.exec(simulator.printed())![1]!.replace(/:$/, '');
    for (const app of apps) processes.set(app, await startApp(app));
  });
  afterAll(async () => {
    await Promise.all([simulator, ...processes.values()].map((each) => each?.kill().catch(() => {})));
    await Promise.all([kafka?.stop(), questDb?.stop(), ports?.release()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const within = { timeout: 90_000, interval: 500 };

  test('every process becomes ready, and says what it stands on', async () => {
    await expect.poll(() => ready('ingest'), within).toMatch(/^200 .*live/);
    await expect.poll(() => ready('gex'), within).toMatch(/^200 .*12 partitions, \d+ records behind/);
    await expect.poll(() => ready('history'), within).toMatch(/^200 .*partitions, \d+ records behind/);
    await expect.poll(() => ready('api'), within).toMatch(/^200 .*ready \(bus: .*store: answers/);
  });

  test('the Kafka clients tell their queues and their lag', async () => {
    for (const [app, names] of [
      ['ingest', [sampled.kafkaQueuedRecords.name, sampled.kafkaQueuedBytes.name]],
      ['gex', [sampled.kafkaQueuedRecords.name, `${sampled.kafkaLag.name}{group="gex",topic="market"}`]],
      ['history', [`${sampled.kafkaLag.name}{group="history",topic="levels"}`, `${sampled.partitions.name}{group="history"}`]],
    ] as const)
      for (const name of names) await expect.poll(async () => (await watch(app, '/metrics')).text, within).toContain(name);
  });

  test('QuestDB away: the history is not ready, the API serves the present, also one that starts then; back again, both are', async () => {
    await questDb.kill('SIGKILL');
    await expect.poll(() => ready('history'), within).toMatch(/^503 .*the store does not take rows of /);
    await expect.poll(() => ready('api'), within).toMatch(/^200 .*degraded/);
    // So do an API and bots that start meanwhile.
    await processes.get('api')!.stop();
    const [api, bots] = await Promise.all([startApp('api'), gexProcess(['run', 'bots'], environment, /bots runs on .*QuestDB/)]);
    processes.set('api', api);
    await expect.poll(() => ready('api'), within).toMatch(/^200 .*degraded/);
    const url = urlOf(api);
    const asked = (path: string): Promise<Response> =>
      fetch(`${url}${path}`, { headers: { authorization: `Bearer ${apiKeys[0]}` } });
    expect((await asked('/api/gex/SPX')).status).toBe(200);
    expect((await asked('/api/gex/SPX/history?interval=1m')).status).toBe(503);
    await questDb.restart();
    await expect.poll(() => ready('history'), within).toMatch(/^200 /);
    await expect.poll(() => ready('api'), within).toMatch(/^200 .*ready \(bus/);
    expect((await asked('/api/gex/SPX/history?interval=1m')).status).toBe(200);
    expect(await bots.stop()).toBe(0);
  });

  test('the feed away in market hours: ingest is not ready', async () => {
    await simulator.kill();
    await expect.poll(() => ready('ingest'), within).toMatch(/^503 .*reconnecting/);
  });

  /** Every byte that the topics hold. */
  const kept = async (): Promise<string> => {
    const login = { mechanism: 'scram-sha-512', username: kafka.user, password: kafkaPassword } as const;
    const tls = { ca: readFileSync(kafka.caFile, 'utf8') };
    const brokers = [kafka.sasl];
    const bus = await openKafkaJsBus({ brokers, clientId: 'test', feed: 'sim', clock: systemClock(), tls, sasl: login });
    const parts: string[] = [];
    for (const { name } of allTopics)
      for (const { partition, start, end } of await bus.offsets(name))
        for (const { key, value } of await bus.read(name, partition, start, end, 100_000))
          parts.push(key, Buffer.from(value ?? []).toString('latin1'));
    await bus.close();
    return parts.join('\n');
  };

  test('C3: no secret stands in a log, a metric, a status, an error or a topic', async () => {
    const url = urlOf(processes.get('api')!);
    const asked = async (key: string | null, path: string): Promise<string> =>
      (await fetch(`${url}${path}`, key === null ? {} : { headers: { authorization: `Bearer ${key}` } })).text();
    const paths = ['/api/status', '/api/gex', '/api/gex/NONE', '/api/gex/SPX/history?interval=no', `/api/gex?key=${apiKeys[0]}`];
    for (const key of [...apiKeys, 'CANARY-wrong-api-key-12', null])
      for (const path of paths) answers.push(await asked(key, path));
    for (const app of apps) await watch(app, '/metrics');
    const wrong = { kafka: `${kafkaPassword}-wrong`, questDb: 'CANARY-questdb-wrong-93' };
    const failed = await Promise.all([
      gexWith({ ...environment, KAFKA_SASL_PASSWORD: wrong.kafka }, 'run', 'gex'),
      gexWith({ ...environment, QUESTDB_PASSWORD: wrong.questDb }, 'run', 'api'),
      gexWith({ ...environment, KAFKA_BROKERS: '127.0.0.1:1' }, 'run', 'gex'),
    ]);
    expect(failed.map(({ status }) => status)).toEqual([1, 1, 1]);
    const secrets = {
      'the password of Kafka': kafkaPassword,
      'the password of QuestDB': questDb.password,
      'a wrong password of QuestDB': wrong.questDb,
      'an API key': apiKeys[0],
      'the other API key': apiKeys[1],
      'a wrong API key': 'CANARY-wrong-api-key-12',
    };
    const texts = {
      ...Object.fromEntries([...processes].map(([app, each]) => [`log of ${app}`, each.printed()])),
      'log of sim': simulator.printed(),
      answers: answers.join('\n'),
      errors: failed.map(({ stdout, stderr }) => stdout + stderr).join('\n'),
      topics: await kept(),
    };
    // Something was there to be looked through.
    for (const [place, text] of Object.entries(texts)) expect(`${place}: ${text.length > 100}`).toBe(`${place}: true`);
    expect(canariesIn(secrets, texts)).toEqual([]);
  });
});

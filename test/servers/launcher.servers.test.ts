import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietRequestQueue } from '@gexstream/bus/kafkajs';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimPorts, ensureServers } from '../../infra/launcher/index.ts';
import { processStart } from '../../infra/launcher/process-identity.ts';
import { gexWith } from '../support/product.ts';
import { projectRoot } from '../support/project-root.ts';
import { kafkaServer, questDbServer, serversMissing } from '../support/servers.ts';

const main = join(projectRoot, 'infra/launcher/main.ts');
const startMsMax = 150_000;

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ran = async (args: readonly string[], environment: NodeJS.ProcessEnv = process.env): Promise<Ran> => {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
};

// Not by kill(pid, 0): a dead process whose new parent has not collected it yet would count as living.
const lives = (pid: number): boolean => processStart(pid) !== null;

const pidsIn = (text: string): number[] => [...text.matchAll(/pid (\d+)/g)].map((found) => Number(found[1]));

describe.skipIf(serversMissing() !== null)('npm run infra', { timeout: startMsMax }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'gexstream-infra-'));
  let base = 0;
  let pids: number[] = [];
  const infra = (...args: readonly string[]): Promise<Ran> => ran([...args, '--dir', dir]);

  beforeAll(async () => {
    // The jars of all clusters are the same; this folder borrows them.
    symlinkSync(await ensureServers(), join(dir, 'jars'));
    base = (await claimPorts(10)).base;
  }, 300_000);

  afterAll(async () => {
    await infra('down');
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  const ports = (): readonly string[] => ['--kafka-port', String(base), '--questdb-port', String(base + 4)];

  test('before anything was started, status says so and fails', async () => {
    const { status, stdout } = await infra('status');
    expect(stdout).toContain('nothing was ever started');
    expect(status).toBe(1);
  });

  test('a taken port is named with who listens, and nothing is left running', async () => {
    const holder: Server = createServer().listen(base + 4, '127.0.0.1');
    await once(holder, 'listening');
    const { status, stderr } = await infra('up', '--only', 'questdb', ...ports());
    holder.close();
    expect(stderr).toContain(`port ${base + 4} for QuestDB over HTTP is taken by process ${process.pid}`);
    expect(status).toBe(1);
  });

  test('up starts both, waits until they answer, and says how to go on without telling a secret', async () => {
    const { status, stdout, stderr } = await infra('up', ...ports());
    expect(stderr).not.toContain('infra:');
    expect(stderr).not.toContain('Warning');
    expect(status).toBe(0);
    pids = pidsIn(stdout);
    expect(pids).toHaveLength(2);
    expect(pids.every(lives)).toBe(true);
    const flags = ['--kafka', `127.0.0.1:${base}`, '--questdb', `127.0.0.1:${base + 4}`];
    expect(stdout).toContain(`GEX_INFRA=${dir} QUESTDB_PG_PORT=${base + 6} npm start -- ${flags.join(' ')}\n`);
    // As it stands there, the product finds port and password.
    const doctor = await gexWith({ GEX_INFRA: dir, QUESTDB_PG_PORT: String(base + 6) }, 'doctor', ...flags);
    expect(doctor.stdout).toMatch(/ok +questdb +answers/);
    for (const file of ['password', 'readonly-password']) {
      const path = join(dir, 'questdb', file);
      expect(stdout).not.toContain(readFileSync(path, 'utf8'));
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });

  test('both answer: Kafka with its one broker, QuestDB to the password only', async () => {
    quietRequestQueue();
    const admin = new Kafka({ brokers: [`127.0.0.1:${base}`], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    expect((await admin.describeCluster()).brokers.map(({ host, port }) => `${host}:${port}`)).toEqual([`127.0.0.1:${base}`]);
    await admin.disconnect();
    const query = `http://127.0.0.1:${base + 4}/exec?query=select%201`;
    expect((await fetch(query)).status).toBe(401);
    const basic = Buffer.from(`admin:${readFileSync(join(dir, 'questdb/password'), 'utf8')}`).toString('base64');
    expect((await fetch(query, { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
  });

  test('a second up leaves what runs, and says so', async () => {
    const { status, stdout } = await infra('up');
    expect(status).toBe(0);
    expect(stdout).toContain('ran already, left as it was: Kafka, QuestDB');
    expect(pidsIn(stdout)).toEqual(pids);
  });

  test('status tells pid, port, memory and that they answer', async () => {
    const { status, stdout } = await infra('status');
    expect(stdout).toMatch(new RegExp(`Kafka +answers +${pids[0]} +${base} +\\d+ MB`));
    expect(stdout).toMatch(
      new RegExp(`QuestDB +answers +${pids[1]} +${base + 4} http, ${base + 6} pg, ${base + 7} health +\\d+ MB`),
    );
    expect(status).toBe(0);
  });

  test('logs show what the servers said', async () => {
    expect((await infra('logs', 'kafka')).stdout).toContain('Kafka Server started');
    expect((await infra('logs', 'questdb')).stdout).toContain('QuestDB');
  });

  test('another number of brokers is another cluster, and is refused', async () => {
    const { status, stderr } = await infra('up', '--only', 'kafka', '--brokers', '3');
    expect(stderr).toContain('LAUNCHER_LAYOUT_DIFFERS');
    expect(status).toBe(1);
  });

  test('reset asks first', async () => {
    const { status, stderr } = await infra('reset');
    expect(stderr).toContain('reset --yes');
    expect(status).toBe(1);
    expect(pids.every(lives)).toBe(true);
  });

  test('down leaves no process, and status says down', async () => {
    const { status, stdout } = await infra('down');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Kafka: stopped/);
    expect(stdout).toMatch(/QuestDB: stopped/);
    expect(pids.some(lives)).toBe(false);
    expect((await infra('status')).stdout).toMatch(/Kafka +down/);
  });

  test('Kafka comes back with its data, also on another port; reset --yes deletes it', async () => {
    const { status, stderr } = await infra('up', '--only', 'kafka', '--kafka-port', String(base + 8));
    expect(stderr).not.toContain('formatting');
    expect(status).toBe(0);
    const reset = await infra('reset', '--yes');
    expect(reset.stdout).toContain('deleted');
    expect((await infra('status')).stdout).toContain('nothing was ever started');
  });

  test('without Java it names the package and the other way', async () => {
    const { status, stderr } = await ran(['up', '--dir', dir], { ...process.env, JAVA_HOME: '/nowhere' });
    expect(stderr).toContain('apt-get install openjdk-17-jre-headless maven');
    expect(stderr).toContain('docker compose up');
    expect(status).toBe(1);
  });
});

describe.skipIf(serversMissing() !== null)('servers for tests', { timeout: startMsMax }, () => {
  test('three brokers survive the death of two, once these are back', async () => {
    const kafka = await kafkaServer({ brokers: 3 });
    try {
      const [first, second] = kafka.brokers;
      const before = first!.pid;
      await Promise.all([first!.kill('SIGKILL'), second!.kill('SIGKILL')]);
      expect(lives(before)).toBe(false);
      await Promise.all([first!.restart(), second!.restart()]);
      expect(first!.pid).not.toBe(before);
    } finally {
      await kafka.stop();
    }
    expect(kafka.brokers.some(({ pid }) => lives(pid))).toBe(false);
  });

  test('they die with the process that started them, however it ends', async () => {
    const support = join(projectRoot, 'test/support/servers.ts');
    const script = `const { questDbServer } = await import(${JSON.stringify(support)}); const db = await questDbServer(); console.log(JSON.stringify({ pid: db.pid, dir: db.dir })); setInterval(() => {}, 1e6);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const { pid, dir } = JSON.parse(printed.toString('utf8')) as { readonly pid: number; readonly dir: string };
    expect(lives(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false);
    rmSync(dir, { recursive: true, force: true });
  });

  test('a stopped QuestDB (SIGSTOP) can be let go on, and killed, and restarted on its rows', async () => {
    const db = await questDbServer();
    const basic = `Basic ${Buffer.from(`${db.user}:${db.password}`).toString('base64')}`;
    const exec = async (query: string): Promise<string> => {
      const url = `http://${db.host}:${db.httpPort}/exec?query=${encodeURIComponent(query)}`;
      return (await fetch(url, { headers: { authorization: basic } })).text();
    };
    try {
      await exec('create table seen (n int)');
      await exec('insert into seen values (42)');
      await db.kill('SIGSTOP');
      await db.kill('SIGCONT');
      expect(await exec('select n from seen')).toContain('[[42]]');
      await db.kill('SIGKILL');
      await db.restart();
      expect(await exec('select n from seen')).toContain('[[42]]');
    } finally {
      await db.stop();
    }
    expect(lives(db.pid)).toBe(false);
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { startApi } from '@gexstream/api';
import { type Bus, readDeadLetters, topic } from '@gexstream/bus';
import { acquireLease, openLmdbBus } from '@gexstream/bus/lmdb';
import { allTables, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillFeed, levelRecords } from '../support/filled-feed.ts';
import { gex } from '../support/product.ts';

// What an operator types, on a data folder that a short run has left. The tests go on where the one before stopped.
const clock = systemClock();
const log = pino({ level: 'silent' });
let root = '';
let folder = '';
const file = (name: string): string => join(root, name);

const opened = async <T>(work: (bus: Bus, store: Store) => Promise<T>): Promise<T> => {
  const bus = await openLmdbBus({ path: join(folder, 'log'), clock });
  const store = await openDuckDbStore({ path: join(folder, 'history.duckdb'), memoryLimitMb: 128 });
  try {
    await store.declareTables(allTables);
    return await work(bus, store);
  } finally {
    await bus.close();
    await store.close();
  }
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'gexstream-operator-'));
  folder = join(root, 'sim');
  mkdirSync(folder);
  await opened(fillFeed);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const run = (...args: readonly string[]): ReturnType<typeof gex> => gex(...args, '--data', root);
const json = async <T>(...args: readonly string[]): Promise<T> => {
  const { stdout, stderr, status } = await run(...args, '--json');
  expect(stdout, `status ${status}: ${stderr}`).not.toBe('');
  return JSON.parse(stdout) as T;
};

interface TopicJson {
  readonly topic: string;
  readonly partitions: number;
  readonly bytes: number;
  readonly age_ms: number | null;
  readonly differences: readonly { readonly setting: string }[];
  readonly groups: readonly { readonly group: string; readonly lag: number }[];
}

test('topics tells records, sizes, ages and lags, and what is not as declared; apply makes it so', async () => {
  await opened((bus) =>
    bus.declareTopics([{ ...topic.levels, cleanup: { policy: 'delete', retentionMs: 3_600_000, retentionBytes: 1 << 20 } }]),
  );
  const topics = await json<readonly TopicJson[]>('topics');
  const levels = topics.find((each) => each.topic === 'levels')!;
  expect(levels.bytes).toBeGreaterThan(1_000);
  expect(levels.age_ms).toBeGreaterThanOrEqual(0);
  expect(levels.groups).toMatchObject([{ group: 'history', lag: 0 }]);
  expect(levels.differences.map(({ setting }) => setting)).toEqual(['retention.ms', 'retention.bytes']);
  const changes = await json<readonly { readonly topic: string; readonly change: string }[]>('topics', 'apply');
  expect(changes.filter(({ change }) => change !== 'as declared')).toMatchObject([{ topic: 'levels', change: 'altered' }]);
  expect((await run('topics')).stdout).toMatch(/levels +12 +delete +\d+ .*as declared/);
});

interface LetterJson {
  readonly topic: string;
  readonly offset: number;
  readonly reason: string;
  readonly outcome?: string;
}

test('dead letters are listed with place and reason; a dry run tells what would be done and does nothing', async () => {
  const letters = await json<readonly LetterJson[]>('dead-letters');
  expect(letters.map(({ topic: from }) => from).sort()).toEqual(['levels', 'market']);
  expect(letters.every(({ reason }) => reason.includes('unknown format 9'))).toBe(true);
  const before = await opened(levelRecords);
  const { stdout, status } = await run('dead-letters', 'redrive', '--all', '--dry-run');
  expect(status).toBe(0);
  expect(stdout).toMatch(/levels\/\d+@\d+ +levels\/\d+/);
  expect(stdout).toMatch(/market\/\d+@\d+ +nowhere: gex takes no input behind/);
  expect(await opened(levelRecords)).toBe(before);
});

test('while a process holds the folder, redrive is refused and names it; looking is not', async () => {
  const lease = await acquireLease(join(folder, 'lease'), { clock, holder: { command: 'npm start', url: null } });
  try {
    const { status, stderr } = await run('dead-letters', 'redrive', '--all');
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`pid ${process.pid} .*run npx gex dead-letters redrive, and start it again`, 's'));
    expect((await run('dead-letters')).status).toBe(0);
  } finally {
    await lease.release();
  }
});

test('a letter goes back to its topic once; a second time only when asked to', async () => {
  const before = await opened(levelRecords);
  const redrive = ['dead-letters', 'redrive', '--from', 'levels'] as const;
  expect(await json<readonly LetterJson[]>(...redrive)).toMatchObject([{ outcome: 'sent' }]);
  expect(await opened(levelRecords)).toBe(before + 1);
  const second = await run(...redrive, '--json');
  expect([second.status, JSON.parse(second.stdout)]).toMatchObject([1, [{ outcome: 'cannot' }]]);
  expect(await opened(levelRecords)).toBe(before + 1);
  expect(await json<readonly LetterJson[]>(...redrive, '--again')).toMatchObject([{ outcome: 'sent' }]);
  const letters = await opened(readDeadLetters);
  expect(letters.filter(({ redrivenBy }) => redrivenBy !== null)).toHaveLength(1);
});

const range = ['--from', '2026-11-20', '--to', '2026-11-21'] as const;

test('an export of the file and one that asks the process that holds it are the same, byte for byte', async () => {
  const direct = await run('export', 'gex_levels', ...range, '--format', 'csv', '--out', file('direct.csv'));
  expect(direct).toMatchObject({ status: 0 });
  const lines = readFileSync(file('direct.csv'), 'utf8').trim().split('\r\n');
  expect(lines.length).toBeGreaterThan(5);
  expect(lines[0]).toMatch(/^ts,underlying,model,/);
  const lease = await acquireLease(join(folder, 'lease'), { clock, holder: { command: 'npm start', url: null } });
  await opened(async (bus, store) => {
    const api = await startApi({ bus, store, clock, log, feed: 'sim', config: { host: '127.0.0.1', port: 0 } });
    try {
      await lease.update({ url: api.url });
      const asked = await run('export', 'gex_levels', ...range, '--format', 'csv', '--out', file('asked.csv'));
      expect(asked).toMatchObject({ status: 0 });
      expect(asked.stderr).toContain(api.url);
      expect((await fetch(`${api.url}/api/tables/gex_levels?from=0&to=1&limit=99999999`)).status).toBe(400);
      expect((await fetch(`${api.url}/api/tables/nothing?from=0&to=1&limit=1`)).status).toBe(400);
    } finally {
      await api.stop();
    }
  });
  await lease.release();
  expect(readFileSync(file('asked.csv'))).toEqual(readFileSync(file('direct.csv')));
});

test('doctor finds a folder that is well, and says what runs it; a wrong variable is a problem', async () => {
  const findings = await json<readonly { readonly subject: string; readonly state: string }[]>('doctor');
  expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
  expect(findings).toContainEqual(expect.objectContaining({ subject: 'lease', state: 'warning', fix: 'npm start' }));
  expect(findings).toContainEqual(expect.objectContaining({ subject: 'topics', state: 'ok' }));
  expect(findings).toContainEqual(expect.objectContaining({ subject: 'tables', state: 'ok' }));
  const nowhere = await gex('doctor', '--data', join(root, 'nowhere'));
  expect([nowhere.status, nowhere.stdout]).toEqual([1, expect.stringContaining('PROBLEM  data')]);
});

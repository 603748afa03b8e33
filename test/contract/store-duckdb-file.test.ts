import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { epochMs } from '@gexstream/domain';
import { table } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { numbers } from './store-duckdb-numbers.ts';

const program = fileURLToPath(new URL('./store-duckdb-writer.ts', import.meta.url));
const everything = { from: epochMs(0), to: epochMs(1e12), limit: 1e6 };
let folder = '';
let path = '';
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-store-'));
  path = join(folder, 'history.duckdb');
});
afterEach(async () => {
  await killed(child);
  await rm(folder, { recursive: true });
});

const killed = async (process: ChildProcess | undefined): Promise<void> => {
  if (process === undefined || process.exitCode !== null || process.signalCode !== null) return;
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
};

/** Starts a writer in a process of its own; the last number it was told is kept, once at least `least` are. */
const writer = async (least: number): Promise<{ process: ChildProcess; acknowledged: () => number }> => {
  const started = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    started.on('exit', (code) => reject(new Error(`the writer ended with ${code}`)));
    started.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      if (printed.split('\n').length > least) resolve();
    });
  });
  return { process: started, acknowledged: () => Number(printed.split('\n').at(-2)) };
};

test('everything acknowledged is there after SIGKILL, and nothing torn', async () => {
  for (const least of [1, 40, 90]) {
    const { process, acknowledged } = await writer(least);
    await killed(process);
    const store = await openDuckDbStore({ path });
    await store.declareTables([numbers]);
    const rows = await store.range(numbers, everything);
    await store.close();
    expect(rows.length).toBeGreaterThan(acknowledged());
    rows.forEach((row, n) => {
      expect(row).toEqual({ at: n, series: 's', values: Array.from({ length: 50 }, (_, i) => n + i) });
    });
  }
});

test('a file that another process has open is STORE_LOCKED, named with its holder and what to do', async () => {
  const { process } = await writer(1);
  await expect(openDuckDbStore({ path })).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    retryable: true,
    message: expect.stringMatching(new RegExp(`${path}.*process ${process.pid}.*stop that process`)),
  });
});

test('a file that this process has open is STORE_LOCKED, by whatever path, until it is closed', async () => {
  const store = await openDuckDbStore({ path });
  await symlink(folder, `${folder}-link`);
  try {
    for (const same of [path, join(folder, '.', 'history.duckdb'), join(`${folder}-link`, 'history.duckdb')]) {
      await expect(openDuckDbStore({ path: same })).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    }
    await store.close();
    await (await openDuckDbStore({ path })).close();
  } finally {
    await rm(`${folder}-link`);
  }
});

test('a closed store lets another process have the file', async () => {
  const store = await openDuckDbStore({ path });
  await store.declareTables([numbers]);
  await store.append(numbers, [{ at: 1, series: 'other', values: [] }]);
  await store.range(numbers, everything);
  await store.close();
  expect((await writer(1)).acknowledged()).toBeGreaterThanOrEqual(0);
});

test('a nullable column that is declared later is added, and rows from before have none', async () => {
  const note = { type: 'double', unit: '1', doc: 'what came later' } as const;
  const more = table({ ...numbers, columns: { ...numbers.columns, note: { ...note, nullable: true } } });
  const needed = table({ ...numbers, columns: { ...numbers.columns, note } });
  const before = await openDuckDbStore({ path });
  await before.declareTables([numbers]);
  await before.append(numbers, [{ at: 1, series: 's', values: [1] }]);
  await before.close();
  const now = await openDuckDbStore({ path });
  await expect(now.declareTables([needed])).rejects.toMatchObject({ code: 'STORE_TABLE_DIFFERS' });
  await now.declareTables([more]);
  await now.append(more, [{ at: 2, series: 's', values: [2], note: 0.5 }]);
  await now.close();
  const again = await openDuckDbStore({ path });
  await again.declareTables([more]);
  expect(await again.range(more, everything)).toEqual([
    { at: 1, series: 's', values: [1], note: null },
    { at: 2, series: 's', values: [2], note: 0.5 },
  ]);
  await expect(again.declareTables([numbers])).rejects.toMatchObject({ code: 'STORE_TABLE_DIFFERS' });
  await again.close();
});

test('a folder that is not there is said', async () => {
  await expect(openDuckDbStore({ path: join(folder, 'none', 'x.duckdb') })).rejects.toMatchObject({
    code: 'STORE_FAILED',
    message: expect.stringMatching(/folder .*none.* make it first/),
  });
});

test('a file that is not a store is said', async () => {
  await expect(openDuckDbStore({ path: program })).rejects.toMatchObject({
    code: 'STORE_FAILED',
    message: expect.stringContaining(program),
  });
});

test('stores in memory are apart from each other', async () => {
  const [one, two] = [await openDuckDbStore({ path: ':memory:' }), await openDuckDbStore({ path: ':memory:' })];
  await one.declareTables([numbers]);
  await two.declareTables([numbers]);
  await one.append(numbers, [{ at: 1, series: 's', values: [1] }]);
  expect([await one.count(numbers), await two.count(numbers)]).toEqual([1, 0]);
  await Promise.all([one.close(), two.close()]);
});

import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import type { StoredRecord } from '@gexstream/bus';
import { acquireLease, openLmdbBus, readLease } from '@gexstream/bus/lmdb';
import { afterAll, expect, test } from 'vitest';

const rounds = 6;
/** Told in the name of each test; set SIGKILL_SEED to see a failure again as nearly as a kill can be repeated. */
const seed = Number(process.env.SIGKILL_SEED ?? 20_261_121);
const killAfterMs = (round: number): number => 5 + ((Math.imul(seed + round, 2_654_435_761) >>> 0) % 300);

const folder = mkdtempSync(join(tmpdir(), 'gexstream-sigkill-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const clock = systemClock();
const writer = join(import.meta.dirname, 'lmdb-sigkill-writer.ts');

interface Numbered {
  readonly number: number;
  readonly first: number;
  readonly count: number;
}

/** Runs the writer from `first` on, kills it some time after its first acknowledgement, and returns the numbers it said were kept. */
const runAndKill = (first: number, afterMs: number): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, folder, String(first)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (said === '') clock.after(afterMs, () => child.kill('SIGKILL'));
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`The writer ended by itself: ${complaints}`));
      const lines = said
        .slice(0, said.lastIndexOf('\n') + 1)
        .split('\n')
        .filter(Boolean);
      const ranges = lines.map((line) => line.split(' ').map(Number) as [number, number]);
      resolve(ranges.flatMap(([from, count]) => Array.from({ length: count }, (_, at) => from + at)));
    });
  });

const numbered = ({ value }: StoredRecord): Numbered => JSON.parse(Buffer.from(value!).toString()) as Numbered;

const readLog = async (): Promise<{ records: StoredRecord[]; last: Numbered }> => {
  const bus = await openLmdbBus({ path: folder, clock });
  const partitions = await bus.offsets('numbers');
  const parts = await Promise.all(partitions.map(({ partition, start, end }) => bus.read('numbers', partition, start, end, 1e9)));
  const last = await bus.read('last', 0, 0, Number.MAX_SAFE_INTEGER, 10);
  for (const [at, { end }] of partitions.entries())
    expect(parts[at]!.map(({ offset }) => offset)).toEqual([...Array(end).keys()]);
  await bus.close();
  expect(last).toHaveLength(1);
  return { records: parts.flat(), last: numbered(last[0]!) };
};

let next = 0;

test.each(Array.from({ length: rounds }, (_, round) => ({ round, afterMs: killAfterMs(round) })))(
  `a SIGKILL loses nothing acknowledged, keeps calls whole, and frees the lease: round $round, $afterMs ms, seed ${seed}`,
  async ({ afterMs }) => {
    const acknowledged = await runAndKill(next, afterMs);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(await readLease(folder, clock)).toBeNull();
    const lease = await acquireLease(folder, { holder: { command: 'the test', url: null }, clock });
    await lease.release();

    const { records, last } = await readLog();
    const kept = records.map(numbered);
    const numbers = kept.map(({ number }) => number).sort((a, b) => a - b);
    // Whole from 0 on, each once: acknowledged numbers are among them, and no call is there in part.
    expect(numbers).toEqual([...numbers.keys()]);
    expect(numbers.length).toBeGreaterThan(Math.max(...acknowledged));
    const newest = kept.reduce((a, b) => (b.number > a.number ? b : a));
    expect(newest.number).toBe(newest.first + newest.count - 1);
    expect(last.number).toBe(newest.number);
    for (const partition of new Set(records.map((record) => record.partition))) {
      const order = records.filter((record) => record.partition === partition).map((record) => numbered(record).number);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    next = numbers.length;
  },
);

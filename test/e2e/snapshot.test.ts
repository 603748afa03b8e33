import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gexProcess } from '../support/gex-process.ts';
import { gex } from '../support/product.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-snapshot-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Payload = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the old heatmap's page reads of each symbol. */
const oldFields = [
  'symbol',
  'spot',
  'timestamp',
  'expirations',
  'total_net_gex',
  'gamma_wall',
  'put_wall',
  'king_node',
  'recommendation',
  'king_history',
  'volume_surges',
  'strikes',
];

test('gex snapshot --every runs the feed itself and replaces its file whole; another one reads what that one has published', async () => {
  const out = join(folder, 'gex.json');
  const data = join(folder, 'data');
  const args = ['snapshot', '--symbols', 'SPY', '--data', data, '--every', '1', '--out', out];
  const running = await gexProcess(args, {}, /nothing runs on .*SIMULATED/);
  const read = async (): Promise<Payload | null> => {
    const text = await readFile(out, 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as Payload);
  };
  // The first of a busy machine may be seconds old, and says so; it is written again each second.
  await expect.poll(async () => (await read())?.SPY?.status, { timeout: 90_000 }).toBe('live');
  const first = (await read())!;
  expect(Object.keys(first)).toEqual(['SPY']);
  expect(Object.keys(first.SPY!)).toEqual(expect.arrayContaining(oldFields));
  expect(first.SPY).toMatchObject({ simulated: true, source: 'sim' });
  expect((first.SPY!.strikes as readonly unknown[]).length).toBeGreaterThan(10);
  await expect.poll(async () => (await read())!.SPY!.timestamp, { timeout: 30_000 }).not.toBe(first.SPY!.timestamp);

  const other = await gex('snapshot', '--data', data);
  expect(other.status).toBe(0);
  expect(Object.keys((JSON.parse(other.stdout) as Payload).SPY!)).toEqual(Object.keys(first.SPY!));
  expect(await running.stop()).toBe(0);
});

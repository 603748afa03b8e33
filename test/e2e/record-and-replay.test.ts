import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gex, startProduct } from '../support/product.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-record-'));
  file = join(folder, 'day.rec');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('gex record keeps what is received; gex start --replay runs it as a feed of its own, and says REPLAY', async () => {
  const data = join(folder, 'data');
  const recorded = await gex('record', file, '--for', '3s', '--symbols', 'SPY', '--data', data);
  expect(recorded).toMatchObject({ status: 0, stdout: expect.stringMatching(/SIMULATED[\s\S]*\d+ entries, [\d.]+ MB/) });

  const product = await startProduct(data, '--replay', file, '--speed', 'max');
  await expect.poll(product.printed, { timeout: 60_000 }).toContain('the replay is over');
  const status = async (): Promise<unknown> => (await fetch(`${product.url}/api/status`)).json();
  const over = {
    source: 'replay',
    simulated: true,
    speed: 0,
    detail: expect.stringMatching(/^replay of what feed sim received: over/),
  };
  await expect.poll(status, { timeout: 30_000 }).toMatchObject(over);
  expect(product.printed()).toMatch(/data {9}\S+replay-sim-[0-9a-f]{10} /);
  expect(await product.stop()).toBe(0);
});

test('what cannot be replayed, or would be written over, is wrong input', async () => {
  const again = await gex('record', file, '--for', '1s', '--data', join(folder, 'other'));
  expect(again).toMatchObject({ status: 2, stderr: expect.stringMatching(/day\.rec exists already/) });
  await truncate(file, 30);
  const torn = await gex('start', '--data', folder, '--replay', file);
  expect(torn).toMatchObject({ status: 2, stderr: expect.stringMatching(/--replay: .*day\.rec is cut off before its header/) });
  await writeFile(file, 'symbol,strike\n');
  const foreign = await gex('start', '--data', folder, '--replay', file);
  expect(foreign).toMatchObject({ status: 2, stderr: expect.stringMatching(/no recording of gexstream/) });
});

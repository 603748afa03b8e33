import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiKeySha256 } from './api-key.ts';
import { changeKeyFile, type KeptKey, readKeyFile } from './key-file.ts';
import { openKeyRing } from './key-ring.ts';

const clock = systemClock();
let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-keys-'));
  path = join(folder, 'data', 'api-keys.json');
});
afterEach(() => rm(folder, { recursive: true }));

const key = (name: string): KeptKey => ({
  name,
  user: 'ann',
  scope: 'read',
  sha256: apiKeySha256(`${name}-text`),
  created: '2026-11-20T15:30:00.000Z',
});
const add = (name: string): Promise<void> => changeKeyFile(path, clock, (keys) => [...keys, key(name)]);

test('no file holds no keys; the first key makes it, for its owner alone', async () => {
  expect(await readKeyFile(path)).toEqual([]);
  await add('one');
  expect(await readKeyFile(path)).toEqual([key('one')]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).not.toContain('one-text');
  expect(await readdir(join(folder, 'data'))).toEqual(['api-keys.json']);
});

test('changes at the same time are all kept', async () => {
  await Promise.all(['a', 'b', 'c', 'd'].map(add));
  expect((await readKeyFile(path)).map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd']);
});

test('a change that fails leaves the file and the lock as they were', async () => {
  await add('one');
  const failing = changeKeyFile(path, clock, () => {
    throw new TypeError('no');
  });
  await expect(failing).rejects.toThrow('no');
  await add('two');
  expect(await readKeyFile(path)).toHaveLength(2);
});

test.each([
  ['text', 'not JSON'],
  ['another version', '{"version":2,"keys":[]}'],
  ['a key with a text', JSON.stringify({ version: 1, keys: [{ ...key('one'), text: 'one-text' }] })],
  ['an unknown scope', JSON.stringify({ version: 1, keys: [{ ...key('one'), scope: 'root' }] })],
])('a file of %s is refused, never taken as empty', async (_case, text) => {
  await add('one');
  await writeFile(path, text);
  await expect(readKeyFile(path)).rejects.toMatchObject({ code: 'API_KEY_FILE' });
});

test('a ring follows its file: new keys count, a revoked one ends, and a broken file takes none away', async () => {
  const failures: unknown[] = [];
  const ring = await openKeyRing({ fixed: [], path, clock, onUnreadable: (cause) => failures.push(cause) });
  ring.follow();
  try {
    expect(ring.count()).toBe(0);
    await add('one');
    await add('two');
    await expect.poll(() => ring.find('one-text')?.user, { timeout: 20_000 }).toBe('ann');
    const one = ring.find('one-text')!;
    await changeKeyFile(path, clock, (keys) => keys.filter(({ name }) => name !== 'one'));
    await expect.poll(() => ring.find('one-text'), { timeout: 20_000 }).toBeNull();
    expect([one.revoked.aborted, ring.find('two-text')!.revoked.aborted]).toEqual([true, false]);
    await writeFile(path, 'broken');
    await expect.poll(() => failures.length, { timeout: 20_000 }).toBe(1);
    expect(ring.find('two-text')?.name).toBe('two');
    await rm(path);
    await expect.poll(() => ring.find('two-text'), { timeout: 20_000 }).toBeNull();
  } finally {
    ring.close();
  }
});

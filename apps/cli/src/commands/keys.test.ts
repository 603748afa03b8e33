import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiKeySha256 } from '@gexstream/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { keysCommand } from './keys.ts';

let data = '';
let printed = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'gexstream-keys-command-'));
  vi.stubEnv('GEX_KEYS_PATH', '');
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(data, { recursive: true });
});

const run = async (...args: readonly string[]): Promise<string> => {
  printed = '';
  expect(await keysCommand.run([...args, '--data', data])).toBe(0);
  return printed;
};

test('a key is shown once, kept as a hash, listed without it, and revoked', async () => {
  const text = (await run('add', 'ann', '--scope', 'trade', '--user', 'family')).trim();
  expect(text).toMatch(/^gex_[\w-]{43}$/);
  const file = readFileSync(join(data, 'api-keys.json'), 'utf8');
  expect(file).toContain(apiKeySha256(text));
  expect(file).not.toContain(text);
  expect((await run('add', 'bob')).trim()).not.toBe(text);

  const listed = await run('list', '--json');
  expect(JSON.parse(listed)).toMatchObject([
    { name: 'ann', user: 'family', scope: 'trade' },
    { name: 'bob', user: 'bob', scope: 'read' },
  ]);
  expect(listed).not.toContain(apiKeySha256(text));
  expect(await run('list')).toMatch(/ann +family +trade +\d{4}-/);

  await run('revoke', 'ann');
  expect(JSON.parse(await run('list', '--json'))).toMatchObject([{ name: 'bob' }]);
});

test('a name that is taken, and one that nobody has, are said', async () => {
  await run('add', 'ann');
  await expect(run('add', 'ann')).rejects.toThrow(UsageError);
  await expect(run('add', 'ann')).rejects.toThrow(/there is a key "ann" already; npx gex keys revoke ann/);
  await expect(run('revoke', 'bob')).rejects.toThrow('there is no key "bob"; there is ann');
});

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMs } from '@gexstream/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileTokenStore } from './file-token-store.ts';
import { tokenCipher } from './token-cipher.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'token-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const token = {
  refreshToken: 'r@',
  access: { token: 'I0.a@', expiresMs: epochMs(1773652800000) },
  loginMs: epochMs(1773651000000),
};

test('what was written is read back, from a file only its owner can read, with nothing left beside it', async () => {
  const path = join(folder, 'token.json');
  const store = fileTokenStore(path);
  expect(await store.read()).toBeNull();
  await store.write(token);
  expect(await store.read()).toEqual(token);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['token.json']);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    creation_timestamp: 1773651000,
    token: { expires_at: 1773652800 },
  });
});

test('a file that is no token file is refused without quoting it', async () => {
  const path = join(folder, 'token.json');
  await writeFile(path, '{"secret-looking": tru');
  await expect(fileTokenStore(path).read()).rejects.toThrow(/is not a token file.*SCHWAB_TOKEN_FILE/);
  await expect(fileTokenStore(path).read()).rejects.not.toThrow(/secret-looking/);
});

test('C-03: with a key the file tells nothing, opens with that key alone, and a plain file is taken over', async () => {
  const path = join(folder, 'token.json');
  await fileTokenStore(path).write(token);
  const store = fileTokenStore(path, tokenCipher('correct horse battery'));
  expect(await store.read()).toEqual(token);
  await store.write(token);
  expect(await readFile(path, 'utf8')).not.toMatch(/r@|I0\.a|refresh_token|creation/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await fileTokenStore(path, tokenCipher('correct horse battery')).read()).toEqual(token);
  await expect(fileTokenStore(path, tokenCipher('another pass phrase')).read()).rejects.toThrow(
    /does not open with this SCHWAB_TOKEN_KEY/,
  );
  await expect(fileTokenStore(path).read()).rejects.toThrow(/is encrypted; set SCHWAB_TOKEN_KEY/);
});

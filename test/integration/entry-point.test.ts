import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../support/project-root.ts';

describe('the entry point of the image', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gexstream-entrypoint-'));
    await writeFile(join(folder, 'keys'), 'first-key-of-all-keys,second-key-of-all\n');
    await writeFile(join(folder, 'odd'), `it's "$HOME" \`x\`\n`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (environment: Readonly<Record<string, string>>, ...command: readonly string[]) =>
    spawnSync('sh', [join(projectRoot, 'infra/docker/entrypoint.sh'), ...command], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...environment },
    });

  test('makes a variable of a file, and leaves no name of the file', () => {
    const { stdout } = run({ GEX_API_KEYS_FILE: join(folder, 'keys') }, 'env');
    expect(stdout).toContain('GEX_API_KEYS=first-key-of-all-keys,second-key-of-all\n');
    expect(stdout).not.toContain('GEX_API_KEYS_FILE');
  });

  test('takes a value as it is, whatever a shell would make of it', () => {
    const { stdout } = run({ QUESTDB_PASSWORD_FILE: join(folder, 'odd') }, 'printenv', 'QUESTDB_PASSWORD');
    expect(stdout).toBe(`it's "$HOME" \`x\`\n`);
  });

  test('a file that cannot be read ends the start, and says which', () => {
    const { status, stderr } = run({ SCHWAB_APP_KEY_FILE: '/no/such/file' }, 'true');
    expect([status, stderr]).toEqual([2, 'SCHWAB_APP_KEY_FILE: cannot read /no/such/file\n']);
  });

  test('an empty name is none, and other programs’ variables are left alone', () => {
    const { status, stdout } = run({ SCHWAB_APP_KEY_FILE: '', SSL_CERT_FILE: '/no/such/file' }, 'env');
    expect(status).toBe(0);
    expect(stdout).toContain('SSL_CERT_FILE=/no/such/file\n');
  });

  test('becomes the program, so that signals arrive and its status is the container’s', () => {
    expect(run({}, 'sh', '-c', 'exit 7').status).toBe(7);
  });
});

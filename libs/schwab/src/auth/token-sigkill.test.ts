import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileTokenStore } from './file-token-store.ts';

/** Processes killed, and writers that each kill strikes; starting a process is what takes the time. */
const kills = 25;
const writers = 8;
const writer = join(import.meta.dirname, 'token-writer.fixture.ts');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'token-sigkill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the writers and kills them after so many acknowledgements, wherever they are then; the last number each said was kept. */
const runAndKill = (paths: readonly string[], first: number, acknowledgements: number): Promise<readonly number[]> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, String(first), ...paths], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.split('\n').length > acknowledgements) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`The writers ended by themselves: ${complaints}`));
      const kept = paths.map(() => first - 1);
      for (const line of said.slice(0, said.lastIndexOf('\n')).split('\n')) {
        const [index, number] = line.split(' ').map(Number);
        kept[index!] = number!;
      }
      resolve(kept);
    });
  });

test('S10: of 200 writers killed between a token and its being kept, each leaves a whole one, the last kept or the one after', async () => {
  const paths = Array.from({ length: writers }, (_, name) => join(folder, `token-${name}.json`));
  let first = 1;
  let whole = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const begun = first;
    const kept = await runAndKill(paths, begun, writers + (kill % writers));
    for (const [index, path] of paths.entries()) {
      const token = await fileTokenStore(path).read();
      const number = token === null ? 0 : Number(token.refreshToken.replace('refresh-', ''));
      const last = kept[index]!;
      // Before its first number of this run, the file is as an earlier run left it, which may be ahead of what that run said.
      expect(number === last + 1 || number === last || (last === begun - 1 && number < begun)).toBe(true);
      if (token !== null) expect(token.access?.token).toBe(`access-${number}-${'x'.repeat(4_000)}`);
      first = Math.max(first, number + 1);
      whole += 1;
    }
  }
  expect(whole).toBe(kills * writers);
}, 180_000);

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GexProcess, gexProcess } from '../support/gex-process.ts';
import { projectRoot } from '../support/project-root.ts';

const key = 'a-key-for-the-clients-of-docs';
const clientMsMax = 60_000;

// What stands in docs/api.md, letter by letter, against a product that asks for a key.
describe('the clients of docs/api.md', () => {
  let folder = '';
  let product: GexProcess;
  let url = '';
  let page = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gexstream-clients-'));
    page = await readFile(join(projectRoot, 'docs/api.md'), 'utf8');
    const address = /page +(http:\/\/\S+)/;
    const args = ['start', '--host', '0.0.0.0', '--port', '0', '--symbols', 'SPY', '--data', folder];
    product = await gexProcess(args, { GEX_API_KEYS: key }, address);
    url = address.exec(product.printed())![1]!;
    const headers = { authorization: `Bearer ${key}` };
    const isKnown = async (): Promise<boolean> => (await fetch(`${url}/api/gex/SPY`, { headers })).ok;
    while (!(await isKnown())) await new Promise((resolve) => setTimeout(resolve, 200));
  });
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const block = (language: string): string => {
    const found = [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
    expect(found).toHaveLength(1);
    return found[0]![1]!;
  };
  const run = async (program: string, language: string, file: string, given = key): Promise<string> => {
    const path = join(folder, file);
    await writeFile(path, block(language));
    const env = { ...process.env, GEX_URL: url, GEX_API_KEY: given };
    const { stdout } = await promisify(execFile)(program, [path], { env, timeout: clientMsMax });
    return stdout;
  };

  test('curl', async () => {
    let lines: readonly string[] = [];
    // On a busy machine the numbers may be seconds old for once, and say so.
    await expect
      .poll(
        async () => {
          lines = (await run('bash', 'sh', 'client.sh')).split('\n');
          return lines[0];
        },
        { timeout: 90_000, interval: 1_000 },
      )
      .toMatch(/^SPY -?[\d.e+]+ (None|[\d.]+) live$/);
    expect(lines.slice(1).join('\n')).toMatch(/^retry: \d+\n\nid: \S+\nevent: snapshot\ndata: \{"reset":true,/);
  });

  test.each([
    ['python3', 'python', 'client.py'],
    [process.execPath, 'ts', 'client.ts'],
  ])('%s', async (program, language, file) => {
    const lines = (await run(program, language, file)).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^SPY -?[\d.e+]+ /);
    expect(lines[1]).toMatch(/^\w+-\d+ snapshot/);
    expect(lines.at(-1)).toMatch(/^\w+-\d+ levels/);
  });

  test.each([
    ['python3', 'python', 'refused.py'],
    [process.execPath, 'ts', 'refused.ts'],
  ])('%s says why it is refused', async (program, language, file) => {
    await expect(run(program, language, file, 'a-wrong-key-of-nobody')).rejects.toMatchObject({
      stderr: expect.stringContaining('Send `Authorization: Bearer KEY` with a key of this server'),
    });
  });
});

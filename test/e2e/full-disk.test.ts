import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Product, startProduct } from '../support/product.ts';

const folder = mkdtempSync(join(tmpdir(), 'gexstream-full-'));
const disk = join(folder, 'disk');
mkdirSync(disk);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512m', 'tmpfs', disk], { encoding: 'utf8' });
if (mounted.status !== 0) console.warn(`skipped: a full disk needs a mount, and it was refused: ${mounted.stderr.trim()}`);
const resize = (size: string): void => void execFileSync('mount', ['-o', `remount,size=${size}`, disk]);

describe.skipIf(mounted.status !== 0)('the whole product on a full disk', () => {
  const running: Product[] = [];
  afterAll(async () => {
    await Promise.all(running.map((each) => each.kill()));
    spawnSync('umount', ['-l', disk]);
    rmSync(folder, { recursive: true, force: true });
  });

  const started = async (): Promise<Product> => {
    const product = await startProduct(join(disk, 'data'), '--symbols', 'SPY', '--scan', 'KO');
    running.push(product);
    return product;
  };
  const asOf = async (url: string): Promise<string> => {
    const answer = await fetch(`${url}/api/gex/SPY`);
    return answer.ok ? ((await answer.json()) as { readonly as_of: string }).as_of : '';
  };

  test('P3: ends with the reason and status 1, so that it is started again; with room it goes on from where it was', async () => {
    const first = await started();
    await expect.poll(() => asOf(first.url), { timeout: 60_000, interval: 250 }).not.toBe('');
    const before = await asOf(first.url);
    const used = Number(execFileSync('df', ['--output=used', '-k', disk], { encoding: 'utf8' }).split('\n')[1]);
    const ended = once(first.process, 'exit');
    resize(`${used + 700}k`);
    expect(await ended).toEqual([1, null]);
    expect(first.printed()).toMatch(/gex: Could not write to .*log\.mdb.* Look at the disk's free space/);

    resize('512m');
    const second = await started();
    await expect.poll(() => asOf(second.url), { timeout: 60_000, interval: 250 }).toSatisfy((now) => String(now) > before);
    expect(await second.stop()).toBe(0);
  }, 180_000);
});

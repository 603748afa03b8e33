import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCommitted, byIdentity, openLog, outputsOf, owed, processed } from '../support/gex-log.ts';
import { marketLog } from '../support/market-log.ts';

// A disk of its own for the log: a small one that root may mount and enlarge.
const folder = mkdtempSync(join(tmpdir(), 'gexstream-disk-'));
const disk = join(folder, 'disk');
mkdirSync(disk);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk], { encoding: 'utf8' });
if (mounted.status !== 0) console.warn(`skipped: a full disk needs a mount, and it was refused: ${mounted.stderr.trim()}`);
const resize = (size: string): void => void execFileSync('mount', ['-o', `remount,size=${size}`, disk]);

const recorded = marketLog({ seed: 7, symbols: ['SPX', 'SPY'], seconds: 33 });

describe.skipIf(mounted.status !== 0)('a full disk', () => {
  let whole: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const bus = await openLog(join(folder, 'whole'));
    await bus.publish(recorded);
    await processed(bus);
    whole = byIdentity(await outputsOf(bus));
    await bus.close();
  });
  afterAll(() => {
    spawnSync('umount', ['-l', disk]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('P3: the processor ends with the reason, nothing is committed that is not out, and with room again it goes on to the same outputs', async () => {
    const bus = await openLog(join(disk, 'log'));
    await bus.publish(recorded);
    const used = Number(execFileSync('df', ['--output=used', '-k', disk], { encoding: 'utf8' }).split('\n')[1]);
    resize(`${used + 700}k`);
    await expect(processed(bus)).rejects.toThrow(/disk/);
    expect(await allCommitted(bus)).toBe(false);
    const out = byIdentity(await outputsOf(bus));
    expect((await owed(bus, Object.keys(whole))).filter((identity) => out[identity] === undefined)).toEqual([]);
    resize('64m');
    await processed(bus);
    expect(byIdentity(await outputsOf(bus))).toEqual(whole);
    await bus.close();
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, type EpochMs, epochMs } from '@gexstream/domain/time';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { acquireLease, type Lease, readLease } from './data-lease.ts';
import { isRunning, processStart } from './process-start.ts';

const host = vi.hoisted(() => ({ name: 'here' }));
vi.mock('node:os', async (original) => ({ ...(await original<typeof import('node:os')>()), hostname: () => host.name }));

/** Turned by hand: `pass` runs what is due every period. */
const handClock = (): Clock & { pass(ms: number): void } => {
  let now = 1_795_000_000_000;
  const periodic = new Set<{ readonly everyMs: number; dueMs: number; readonly run: () => void }>();
  return {
    now: (): EpochMs => epochMs(now),
    after: () => () => {},
    every(everyMs, run) {
      const timer = { everyMs, dueMs: now + everyMs, run };
      periodic.add(timer);
      return () => periodic.delete(timer);
    },
    pass(ms) {
      now += ms;
      for (const timer of periodic) {
        if (timer.dueMs > now) continue;
        timer.dueMs = now + timer.everyMs;
        timer.run();
      }
    },
  };
};

const holder = { command: 'npm start', url: null };
let folder: string;
let clock: ReturnType<typeof handClock>;
const leases: Lease[] = [];
const acquire = async (onLost = (): void => {}): Promise<Lease> => {
  const lease = await acquireLease(folder, { holder, clock, onLost });
  leases.push(lease);
  return lease;
};

beforeEach(() => {
  host.name = 'here';
  folder = mkdtempSync(join(tmpdir(), 'gexstream-lease-'));
  clock = handClock();
});
afterEach(async () => {
  await Promise.all(leases.splice(0).map((lease) => lease.release()));
  await rm(folder, { recursive: true, force: true });
});

describe('the lease of a data folder', () => {
  test('is refused while its holder lives, and says who that is', async () => {
    const lease = await acquire();
    await lease.update({ url: 'http://127.0.0.1:8080' });
    const told = `pid ${process.pid} on here since 2026-11-18T11:06:40.000Z runs “npm start” at http://127.0.0.1:8080`;
    await expect(acquire()).rejects.toMatchObject({ code: 'BUS_LEASE_HELD', message: expect.stringContaining(told) });
  });

  test('stays held on the same machine however long ago it was renewed', async () => {
    await acquire();
    clock.pass(60_000);
    await expect(acquire()).rejects.toMatchObject({ code: 'BUS_LEASE_HELD' });
  });

  test('can be taken after its release', async () => {
    const first = await acquire();
    await first.release();
    await first.release();
    expect(await readLease(folder, clock)).toBeNull();
    await acquire();
  });

  test('is read by others, with what was told later', async () => {
    expect(await readLease(folder, clock)).toBeNull();
    const lease = await acquire();
    await lease.update({ url: 'http://127.0.0.1:9' });
    expect(await readLease(folder, clock)).toMatchObject({
      pid: process.pid,
      host: 'here',
      command: 'npm start',
      url: 'http://127.0.0.1:9',
    });
  });

  test('of another machine is held until it was not renewed for 30 s', async () => {
    host.name = 'elsewhere';
    const theirs = await acquire();
    host.name = 'here';
    clock.pass(29_000);
    await expect(acquire()).rejects.toThrow('on elsewhere');
    clock.pass(5_000);
    expect(theirs.holder.renewedMs).toBe(clock.now());
    await theirs.release();
    expect(await readLease(folder, clock)).toBeNull();
  });

  test('of another machine that is silent can be taken; the old holder is told, and leaves the new one alone', async () => {
    host.name = 'elsewhere';
    const silent = handClock();
    const lost: unknown[] = [];
    const theirs = await acquireLease(folder, { holder, clock: silent, onLost: (error) => lost.push(error) });
    host.name = 'here';
    clock.pass(30_001);
    const ours = await acquire();
    silent.pass(60_000);
    expect(lost).toMatchObject([{ code: 'BUS_LEASE_HELD' }]);
    await expect(theirs.update({ url: 'http://x' })).rejects.toMatchObject({ code: 'BUS_LEASE_HELD' });
    await theirs.release();
    expect(await readLease(folder, clock)).toMatchObject({ host: 'here', sinceMs: ours.holder.sinceMs });
  });
});

describe('whether a process runs', () => {
  test('this one does, under its own start time', () => {
    expect(isRunning(process.pid, processStart(process.pid))).toBe(true);
  });

  test.runIf(process.platform === 'linux')('another that has its id does not count', () => {
    expect(processStart(process.pid)).toMatch(/^\d+$/);
    expect(isRunning(process.pid, '1')).toBe(false);
  });

  test('one that has ended does not', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    expect(isRunning(pid, null)).toBe(false);
  });
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCommitted, byIdentity, openLog, outputsOf, owed, processed } from '../support/gex-log.ts';
import { marketLog } from '../support/market-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'gexstream-eio-'));
const recorded = marketLog({ seed: 7, symbols: ['SPX', 'SPY'], seconds: 33 });
const missing = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' }).status !== 0;
if (missing) console.warn('skipped: a disk that fails needs strace, and leave to trace a process');

/** From here on this process has these calls on `file` answered with EIO, but for the first of each thread. */
const failing = async (calls: string, file: string): Promise<ChildProcess> => {
  const inject = [`trace=${calls}`, `inject=${calls}:error=EIO:when=2+`].flatMap((expression) => ['-e', expression]);
  const tracer = spawn('strace', ['-f', '-o', '/dev/null', '-P', file, ...inject, '-p', String(process.pid)]);
  await new Promise<void>((resolve, reject) => {
    tracer.stderr.on('data', (text) => {
      if (String(text).includes('attached')) resolve();
    });
    tracer.on('exit', (status) => reject(new Error(`strace ended with ${status}`)));
  });
  return tracer;
};

describe.skipIf(missing)('a disk that fails', () => {
  let whole: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const bus = await openLog(join(folder, 'whole'));
    await bus.publish(recorded);
    await processed(bus);
    whole = byIdentity(await outputsOf(bus));
    await bus.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['pwrite64,pwritev,writev', 'fdatasync'])(
    'P3: EIO at %s ends the processor with the reason, commits nothing that is not out, and the next start goes on to the same outputs',
    async (calls) => {
      const path = join(folder, calls);
      const broken = await openLog(path);
      await broken.publish(recorded);
      const tracer = await failing(calls, join(path, 'log.mdb'));
      try {
        await expect(processed(broken)).rejects.toThrow('Input/output error');
        // It comes to an end, though what is lost is never flushed.
        await broken.close();
      } finally {
        const ended = once(tracer, 'exit');
        tracer.kill('SIGINT');
        await ended;
      }

      const bus = await openLog(path);
      expect(await allCommitted(bus)).toBe(false);
      const out = byIdentity(await outputsOf(bus));
      expect((await owed(bus, Object.keys(whole))).filter((identity) => out[identity] === undefined)).toEqual([]);
      await processed(bus);
      expect(byIdentity(await outputsOf(bus))).toEqual(whole);
      await bus.close();
    },
  );
});

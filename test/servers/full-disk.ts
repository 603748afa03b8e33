import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small disk of its own, in memory, that a test can fill and free. */
export interface SmallDisk {
  readonly path: string;
  fill(): void;
  /** Gives back all that filled it, or so many MB of that. */
  free(megabytes?: number): void;
  remove(): void;
}

/** Null, and said once, where mounting is refused (no root); thrown instead where GEX_REQUIRE_ALL is set. */
export const smallDisk = (megabytes: number): SmallDisk | null => {
  const path = mkdtempSync(join(tmpdir(), 'gexstream-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { encoding: 'utf8' });
  if (status !== 0) {
    rmSync(path, { recursive: true, force: true });
    const reason = `a disk of ${megabytes} MB cannot be mounted (needs root): ${stderr?.trim()}`;
    if (process.env.GEX_REQUIRE_ALL) throw new Error(reason);
    process.stderr.write(`skipped: ${reason}\n`);
    return null;
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: () => {
      // Others write meanwhile: until it is refused, not by a sum.
      for (const piece of [Buffer.alloc(2 ** 20), Buffer.alloc(2 ** 12)]) {
        try {
          for (;;) appendFileSync(ballast, piece);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    },
    free: (megabytes) => {
      if (megabytes === undefined) rmSync(ballast, { force: true });
      else truncateSync(ballast, Math.max(0, statSync(ballast).size - megabytes * 2 ** 20));
    },
    remove: () => {
      spawnSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
};

import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LauncherError } from './errors.ts';
import { hold, letGo } from './holding.ts';
import { isFree } from './port-holder.ts';

const blockSize = 10;
// Below the range from which systems take ports for outgoing connections (Linux: 32768 and up): a client that keeps calling a
// killed server's port would otherwise meet another connection there, or itself.
const firstPort = 20_000;
const blocks = 1_200;

export interface ClaimedPorts {
  readonly base: number;
  release(): Promise<void>;
}

/** `count` (at most 10) consecutive free ports on 127.0.0.1 that no other claimant of this machine gets until they are released or this process dies. */
export const claimPorts = async (count: number): Promise<ClaimedPorts> => {
  if (count < 1 || count > blockSize) throw new RangeError(`from 1 to ${blockSize} ports are claimed at once, not ${count}`);
  const start = randomInt(blocks);
  for (let i = 0; i < blocks; i++) {
    const base = firstPort + ((start + i) % blocks) * blockSize;
    const file = join(tmpdir(), 'gexstream-ports', String(base));
    if (!hold(file)) continue;
    const free = await Promise.all(Array.from({ length: count }, (_, offset) => isFree(base + offset)));
    if (free.every(Boolean)) return { base, release: async () => letGo(file) };
    letGo(file);
  }
  throw new LauncherError(
    'LAUNCHER_PORT_TAKEN',
    `no ${count} free ports in a row from ${firstPort} to ${firstPort + blocks * blockSize}`,
  );
};

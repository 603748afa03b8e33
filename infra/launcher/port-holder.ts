import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { LauncherError } from './errors.ts';

export interface NamedPort {
  readonly port: number;
  /** Who wants it, for the message. */
  readonly what: string;
}

/** Throws LAUNCHER_PORT_TAKEN naming every port of these that is taken, by whom if that can be told, and the way out. */
export const requireFreePorts = async (ports: readonly NamedPort[]): Promise<void> => {
  const taken: string[] = [];
  for (const { port, what } of ports)
    if (!(await isFree(port)))
      taken.push(`port ${port} for ${what} is taken by ${portHolder(port) ?? 'a process that does not show itself'}`);
  if (taken.length > 0)
    throw new LauncherError(
      'LAUNCHER_PORT_TAKEN',
      `${taken.join('; ')}. Stop it, or choose others: --port-base, --kafka-port, --questdb-port`,
    );
};

export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** "process 4711 (java)" for who listens on this TCP port, or null when it cannot be told. */
export const portHolder = (port: number): string | null => (process.platform === 'linux' ? fromProc(port) : fromLsof(port));

const fromLsof = (port: number): string | null => {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });
  const pid = /^p(\d+)/m.exec(stdout ?? '')?.[1];
  return pid === undefined ? null : `process ${pid} (${/^c(.+)/m.exec(stdout)?.[1] ?? '?'})`;
};

const fromProc = (port: number): string | null => {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(file, port)));
  if (inodes.size === 0) return null;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
        if (inode !== undefined && inodes.has(inode))
          return `process ${pid} (${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()})`;
      }
    } catch {
      // It has ended meanwhile, or belongs to another user.
    }
  }
  return null;
};

// A line of /proc/net/tcp: number, local address:port in hex, remote, state (0A listens), queues, timer, retransmits, uid, timeout, inode.
const listeningInodes = (file: string, port: number): string[] => {
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && fields[1]?.endsWith(wanted) === true)
    .flatMap((fields) => fields[9] ?? []);
};

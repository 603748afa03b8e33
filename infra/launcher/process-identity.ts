import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process id alone says little: ids are used again. Together with its start it names one process for ever. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As the system writes it (clock ticks since boot on Linux, a date elsewhere); only ever compared. */
  readonly started: string;
}

/** The start of the process that has this id now; null when none has, or only a dead one that nobody has collected yet. */
export const processStart = (pid: number): string | null => (process.platform === 'linux' ? linuxStart(pid) : otherStart(pid));

/** True while exactly this process lives, also when it is stopped by a signal. */
export const lives = (identity: ProcessIdentity): boolean => processStart(identity.pid) === identity.started;

export const thisProcess = (): ProcessIdentity => ({ pid: process.pid, started: processStart(process.pid) ?? '' });

const linuxStart = (pid: number): string | null => {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The name in parentheses may hold spaces; the fields after it are state (3), … threads (20), itrealvalue, start (22).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const threads = Number(fields[17]);
  // A killed server's first thread may be a zombie while the others still hold the ports.
  if ((state === 'Z' || state === 'X') && threads <= 1) return null;
  return fields[19] ?? null;
};

const otherStart = (pid: number): string | null => {
  const answer = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const line = answer.status === 0 ? answer.stdout.trim() : '';
  if (line === '' || line.startsWith('Z')) return null;
  return line.replace(/^\S+\s+/, '');
};

/** Resident memory in bytes; null when it cannot be told. */
export const residentBytes = (pid: number): number | null => {
  if (process.platform === 'linux') {
    try {
      const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      return found === null ? null : Number(found[1]) * 1024;
    } catch {
      return null;
    }
  }
  const answer = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  const kilobytes = Number(answer.stdout?.trim());
  return answer.status === 0 && Number.isFinite(kilobytes) ? kilobytes * 1024 : null;
};

import { readFileSync } from 'node:fs';

/** Processes of a measurement by what they are. */
export type Pids = Readonly<Record<string, number>>;

/** CPU seconds by process, user and system, of all its threads. */
export type CpuSeconds = Readonly<Record<string, number>>;

/** Of Linux, on every platform that Node runs on. */
const ticksPerSecond = 100;

/** What each process has used so far; empty where there is no `/proc`. */
const cpuSeconds = (pids: Pids): CpuSeconds => {
  try {
    return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, secondsOf(pid)]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
};

const secondsOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may hold anything: fields are counted from behind it. The 12th and 13th are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

/** Starts counting; the result gives what each process used since. */
export const countCpu = (pids: Pids): (() => CpuSeconds) => {
  const before = cpuSeconds(pids);
  return () => Object.fromEntries(Object.entries(cpuSeconds(pids)).map(([name, seconds]) => [name, seconds - before[name]!]));
};

import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LauncherError } from './errors.ts';
import { readHolder } from './holding.ts';
import { lastLines } from './log-tail.ts';
import { lives, type ProcessIdentity, processStart } from './process-identity.ts';

export interface ServerCommand {
  /** For messages: "Kafka broker 2". */
  readonly name: string;
  readonly executable: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly pidFile: string;
  /** Gets what the process prints; kept from one start to the next, begun anew when it has grown past 10 MB. */
  readonly printedFile: string;
  /** Where the server logs; may be the same file. */
  readonly logFile: string;
  /** Emptied at every start: both servers unpack native libraries, and leave them there when they are killed. */
  readonly temporaryDir: string;
  readonly dieWithParent: boolean;
}

const graceMs = 20_000;
const killedMsMax = 10_000;
const readyMsMax = 120_000;
const pollMs = 50;
const printedBytesMax = 10_000_000;

/** The process that a pid file names, if exactly that one still lives. */
export const runningProcess = (pidFile: string): ProcessIdentity | null => {
  const identity = readHolder(pidFile);
  return identity !== null && lives(identity) ? identity : null;
};

/** Starts it in its own process group and writes the pid file. Whether it answers is another question. */
export const spawnServer = (command: ServerCommand): ProcessIdentity => {
  mkdirSync(dirname(command.printedFile), { recursive: true });
  if ((statSync(command.printedFile, { throwIfNoEntry: false })?.size ?? 0) > printedBytesMax) rmSync(command.printedFile);
  rmSync(command.temporaryDir, { recursive: true, force: true });
  mkdirSync(command.temporaryDir, { recursive: true });
  const log = openSync(command.printedFile, 'a');
  // setpriv lets the kernel end the server with its parent, however that ends; it becomes the server, so the pid is the same.
  const bound = command.dieWithParent && process.platform === 'linux' && existsSync('/usr/bin/setpriv');
  const [executable, ...args] = bound
    ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL', command.executable, ...command.args]
    : [command.executable, ...command.args];
  const child = spawn(executable!, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...inherited(), ...command.environment },
    cwd: dirname(command.printedFile),
  });
  closeSync(log);
  // A failed spawn shows as a missing pid below; without a listener the event would end this process.
  child.on('error', () => {});
  child.unref();
  const pid = child.pid;
  const started = pid === undefined ? null : processStart(pid);
  if (pid === undefined || started === null)
    throw new LauncherError(
      'LAUNCHER_ENDED',
      `${command.name} did not start: ${command.executable} cannot be run, or ended at once`,
    );
  if (command.dieWithParent) endWithThisProcess({ pid, started });
  writeFileSync(command.pidFile, JSON.stringify({ pid, started }));
  return { pid, started };
};

// Servers get no variable that they do not need: the environment of a trader's shell may hold his keys.
const inherited = (): Record<string, string> => {
  const kept: Record<string, string> = { TZ: 'UTC' };
  for (const name of ['PATH', 'HOME', 'JAVA_HOME', 'LANG', 'TMPDIR']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
};

const bound = new Set<ProcessIdentity>();

const endWithThisProcess = (identity: ProcessIdentity): void => {
  if (bound.size === 0)
    process.once('exit', () => {
      for (const one of bound) signalProcess(one, 'SIGKILL');
    });
  bound.add(identity);
};

/** Sends a signal to exactly this process; false when it has gone already. */
export const signalProcess = (identity: ProcessIdentity, signal: NodeJS.Signals): boolean => {
  if (!lives(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch {
    return false;
  }
};

/** SIGTERM and SIGKILL: resolves once it is gone. Other signals: once sent. */
export const killProcess = async (identity: ProcessIdentity, signal: NodeJS.Signals): Promise<void> => {
  signalProcess(identity, signal);
  if (signal !== 'SIGKILL' && signal !== 'SIGTERM') return;
  const msMax = signal === 'SIGKILL' ? killedMsMax : readyMsMax;
  if (!(await gone(identity, msMax)))
    throw new LauncherError('LAUNCHER_BUSY', `process ${identity.pid} is still there ${msMax / 1000} s after ${signal}`);
};

/** SIGTERM, up to 20 s for a controlled stop, then SIGKILL. Says which it took. */
export const stopProcess = async (identity: ProcessIdentity): Promise<'stopped' | 'killed'> => {
  // One that was stopped by SIGSTOP hears SIGTERM only when it goes on.
  signalProcess(identity, 'SIGTERM');
  signalProcess(identity, 'SIGCONT');
  if (await gone(identity, graceMs)) return 'stopped';
  signalProcess(identity, 'SIGKILL');
  await gone(identity, killedMsMax);
  return 'killed';
};

const gone = async (identity: ProcessIdentity, msMax: number): Promise<boolean> => {
  const until = Date.now() + msMax;
  while (lives(identity)) {
    if (Date.now() > until) return false;
    await sleep(pollMs);
  }
  bound.delete(identity);
  return true;
};

/** Resolves when `answers` says so; throws LAUNCHER_ENDED or LAUNCHER_NOT_READY (after 2 minutes) with the end of the log. */
export const untilAnswers = async (
  command: Pick<ServerCommand, 'name' | 'printedFile' | 'logFile'>,
  identity: ProcessIdentity,
  answers: () => Promise<boolean>,
): Promise<void> => {
  const until = Date.now() + readyMsMax;
  while (!(await answers())) {
    const files = [...new Set([command.printedFile, command.logFile])];
    const where = files.map((file) => `\nthe end of ${file}:\n${lastLines(file, 12)}`).join('');
    if (!lives(identity)) throw new LauncherError('LAUNCHER_ENDED', `${command.name} ended before it answered${where}`);
    if (Date.now() > until)
      throw new LauncherError(
        'LAUNCHER_NOT_READY',
        `${command.name} runs (pid ${identity.pid}) but has not answered for ${readyMsMax / 1000} s${where}`,
      );
    await sleep(3 * pollMs);
  }
};

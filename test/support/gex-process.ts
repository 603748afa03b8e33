import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

const main = join(projectRoot, 'apps/cli/src/main.ts');
const startMsMax = 90_000;

export interface GexProcess {
  readonly process: ChildProcess;
  readonly printed: () => string;
  /** SIGTERM, and how it ended. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** A `gex` command that goes on running; resolves when it has printed what `ready` looks for. */
export const gexProcess = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<GexProcess> => {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: projectRoot,
    env: { ...process.env, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const name = `gex ${args.slice(0, 2).join(' ')}`;
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error(`${name} was not ready within ${startMsMax} ms:\n${text}`)), startMsMax);
    const listen = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      if (!ready.test(text)) return;
      clearTimeout(tooLate);
      resolve({
        process: child,
        printed: () => text,
        stop: () => {
          child.kill('SIGTERM');
          return ended;
        },
        kill: async () => {
          child.kill('SIGKILL');
          await ended;
        },
      });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then((code) => {
      clearTimeout(tooLate);
      reject(new Error(`${name} ended with status ${code}:\n${text}`));
    });
  });
};

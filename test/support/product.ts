import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const main = join(projectRoot, 'apps/cli/src/main.ts');
const startMsMax = 60_000;

export interface Product {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it has printed so far. */
  readonly printed: () => string;
  /** SIGTERM, and how it ended. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** `gex start` with these flags on a free port; resolves when it says where its page is. */
export const startProduct = (data: string, ...flags: readonly string[]): Promise<Product> => {
  const child = spawn(process.execPath, [main, 'start', '--port', '0', '--data', data, ...flags], {
    cwd: projectRoot,
    env: { ...process.env, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(
      () => reject(new Error(`gex start did not say where its page is within ${startMsMax} ms:\n${text}`)),
      startMsMax,
    );
    const listen = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      const url = /page +(http:\/\/\S+)/.exec(text)?.[1];
      if (url === undefined) return;
      clearTimeout(tooLate);
      resolve({
        url,
        process: child,
        printed: () => text,
        stop: async () => {
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
      reject(new Error(`gex start ended with status ${code}:\n${text}`));
    });
  });
};

/** Runs a gex command to its end. */
export const gex = (
  ...args: readonly string[]
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    child.once('exit', (status) => resolve({ status, stdout, stderr }));
  });

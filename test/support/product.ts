import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type GexProcess, gexProcess } from './gex-process.ts';
import { projectRoot } from './project-root.ts';

const main = join(projectRoot, 'apps/cli/src/main.ts');

export interface Product extends GexProcess {
  readonly url: string;
}

/** `gex start` with these flags on a free port; resolves when it says where its page is. */
export const startProduct = (data: string, ...flags: readonly string[]): Promise<Product> => startProductWith({}, data, ...flags);

/** The same, with these variables besides the test's own. */
export const startProductWith = async (
  environment: Readonly<Record<string, string>>,
  data: string,
  ...flags: readonly string[]
): Promise<Product> => {
  const page = /page +(http:\/\/\S+)/;
  const started = await gexProcess(['start', '--port', '0', '--data', data, ...flags], environment, page);
  return { ...started, url: page.exec(started.printed())![1]! };
};

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a gex command to its end. */
export const gex = (...args: readonly string[]): Promise<Ended> => gexWith({}, ...args);

/** The same, with these variables besides the test's own. */
export const gexWith = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, [main, ...args], { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
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

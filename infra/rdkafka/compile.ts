import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const progressEveryMs = 10_000;
const lastLinesMax = 30;

/** What compiling needs and the machine lacks, by the name of its Debian package. */
export const missingTools = (): string[] =>
  ['g++', 'make', 'python3'].filter((tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0);

export interface Compilation {
  readonly packageFolder: string;
  /** Where `include/node` is; null lets node-gyp find headers itself. */
  readonly nodeFolder: string | null;
  readonly path: string;
  readonly progress: (filesCompiled: number, current: string) => void;
}

/** Runs the package's own build. Rejects with the last lines of its output. */
export const compile = async ({ packageFolder, nodeFolder, path, progress }: Compilation): Promise<void> => {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: path,
    ...(nodeFolder === null ? {} : { npm_config_nodedir: nodeFolder }),
  };
  // A parallel make fails: librdkafka's config.h is made by one target and not named as needed by the others.
  for (const name of ['JOBS', 'MAKEFLAGS', 'npm_config_jobs']) delete env[name];
  const child = spawn('npm', ['run', 'install'], { cwd: packageFolder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lastLines: string[] = [];
  let compiled = 0;
  let current = 'configuring';
  const read = (line: string): void => {
    lastLines.push(line);
    if (lastLines.length > lastLinesMax) lastLines.shift();
    const file = /(\w+\.(?:cc|cpp|c))\b/.exec(line)?.[1];
    if (file === undefined || file === current) return;
    current = file;
    compiled++;
  };
  createInterface(child.stdout).on('line', read);
  createInterface(child.stderr).on('line', read);
  const telling = setInterval(() => progress(compiled, current), progressEveryMs);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`Building node-rdkafka failed (exit ${code}):\n${lastLines.join('\n')}`);
  } finally {
    clearInterval(telling);
  }
};

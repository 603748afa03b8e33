import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { simulatedLogin } from '@gexstream/simulator';
import { projectRoot } from './project-root.ts';

const run = promisify(execFile);
const folder = join(projectRoot, 'test/support/python-clients');
// Where `.ci/run` installs them.
const python = join(projectRoot, '.cache/clients/bin/python');

/** Why tests with Schwab's public Python clients do not run here, or null when they do. In CI they must be there. */
export const pythonClientsMissing = (): string | null => {
  if (existsSync(python)) return null;
  const reason =
    'tests with public Schwab clients need them: python3 -m venv .cache/clients && .cache/clients/bin/pip install -r test/support/python-clients/requirements.txt';
  if (process.env.GEX_REQUIRE_ALL) throw new Error(`${reason}; GEX_REQUIRE_ALL says that nothing may be skipped`);
  return reason;
};

/** Runs one of the scripts against a simulator; what it printed, as JSON. `kept` is the file that the client keeps its login in. */
export const pythonClient = async (script: string, simulatorUrl: string, kept: string): Promise<unknown> => {
  const { stdout } = await run(python, [join(folder, script), kept], {
    env: {
      ...process.env,
      SIMULATOR_URL: simulatorUrl,
      SIMULATOR_APP_KEY: simulatedLogin.appKey,
      SIMULATOR_APP_SECRET: simulatedLogin.appSecret,
      PYTHONDONTWRITEBYTECODE: '1',
    },
    timeout: 150_000,
    maxBuffer: 64 << 20,
  });
  return JSON.parse(stdout) as unknown;
};

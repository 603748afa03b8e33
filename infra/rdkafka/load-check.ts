import { spawnSync } from 'node:child_process';

/** Why the package does not load in a fresh process of this Node, or null when it does. */
export const loadProblem = (packageFolder: string): string | null => {
  const script = `console.log(require(${JSON.stringify(packageFolder)}).librdkafkaVersion)`;
  const result = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  if (result.status === 0) return null;
  return result.stderr.split('\n').find((line) => line.includes('Error')) ?? `exit ${result.status}`;
};

import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { bytes } from '../terminal/numbers.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** As package.json asks: from here on Node runs the sources as they are. */
const nodeMin = [22, 18] as const;

export const nodeFinding = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1]);
  return enough
    ? ok('node', `Node ${version}`)
    : problem('node', `Node ${version} is too old; ${nodeMin.join('.')} is the least`, 'install Node 24, or npm ci on Linux x64');
};

const freeMin = 1e9;
const freeComfortable = 5e9;

export const diskFinding = (path: string, free: number): Finding => {
  const says = `${bytes(free)} free at ${path}`;
  if (free < freeMin) return problem('disk', says, `make room: below ${bytes(freeMin)} logs and tables stop being written`);
  if (free < freeComfortable) return warning('disk', says, `make room: a day of log takes up to 2.4 GB`);
  return ok('disk', says);
};

/** Of the folders that are there: a folder to come is its parent's matter. */
export const diskFindings = async (folders: readonly string[]): Promise<readonly Finding[]> =>
  Promise.all(
    folders.filter(existsSync).map(async (path) => {
      const { bavail, bsize } = await statfs(path);
      return diskFinding(path, bavail * bsize);
    }),
  );

/** `wanted` is KAFKA_CLIENT. */
export const nativeFinding = (missing: string | null, wanted: 'auto' | 'rdkafka' | 'kafkajs'): Finding => {
  if (wanted === 'kafkajs') return ok('kafka client', 'kafkajs, as KAFKA_CLIENT says');
  if (missing === null) return ok('kafka client', 'node-rdkafka is built');
  if (wanted === 'auto') return warning('kafka client', 'node-rdkafka is not built; kafkajs stands in', 'npm run build:native');
  return problem('kafka client', 'KAFKA_CLIENT is rdkafka, and node-rdkafka is not built', 'npm run build:native');
};

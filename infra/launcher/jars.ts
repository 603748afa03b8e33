import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LauncherError } from './errors.ts';
import { hold, letGo, readHolder } from './holding.ts';
import { infraSources, jarsFolder } from './infra-folder.ts';
import { requireMaven } from './requirements.ts';

export type ServerKind = 'kafka' | 'questdb';

export const serverTitle: Readonly<Record<ServerKind, string>> = { kafka: 'Kafka', questdb: 'QuestDB' };

interface Stamp {
  readonly pom: string;
  readonly files: readonly string[];
}

const waitForOtherMsMax = 600_000;

/**
 * The folder with the jars of a server, downloaded by Maven if a pom has changed or they are not there yet. Processes that
 * ask at the same time wait for the first. Throws LAUNCHER_DOWNLOAD_FAILED with Maven's last lines.
 */
export const ensureJars = async (kind: ServerKind, folder: string, onProgress: (line: string) => void): Promise<string> => {
  const target = join(folder, kind);
  if (isComplete(kind, target)) return target;
  const lock = join(folder, `${kind}.lock`);
  const until = Date.now() + waitForOtherMsMax;
  while (!hold(lock)) {
    if (Date.now() > until)
      throw new LauncherError(
        'LAUNCHER_BUSY',
        `process ${readHolder(lock)?.pid ?? '?'} has been downloading for ten minutes (${lock})`,
      );
    onProgress(`${serverTitle[kind]}: another process is downloading it`);
    await sleep(500);
  }
  try {
    if (!isComplete(kind, target)) await download(kind, folder, target, onProgress);
  } finally {
    letGo(lock);
  }
  return target;
};

/** Both servers' jars; the folder that holds them. */
export const ensureServers = async (
  folder: string = jarsFolder(),
  onProgress: (line: string) => void = () => {},
): Promise<string> => {
  // One after the other: Maven's local repository does not take two writers well.
  for (const kind of ['kafka', 'questdb'] as const) await ensureJars(kind, folder, onProgress);
  return folder;
};

const pomFile = (kind: ServerKind): string => join(infraSources, kind, 'pom.xml');

const pomHash = (kind: ServerKind): string =>
  createHash('sha256')
    .update(readFileSync(pomFile(kind)))
    .digest('hex');

const isComplete = (kind: ServerKind, target: string): boolean => {
  try {
    const stamp = JSON.parse(readFileSync(join(target, 'stamp.json'), 'utf8')) as Stamp;
    return stamp.pom === pomHash(kind) && stamp.files.every((file) => existsSync(join(target, file)));
  } catch {
    return false;
  }
};

const download = async (kind: ServerKind, folder: string, target: string, onProgress: (line: string) => void): Promise<void> => {
  requireMaven();
  const fresh = join(folder, `.${kind}-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const startedAt = Date.now();
  const seconds = (): string => ((Date.now() - startedAt) / 1000).toFixed(0);
  let downloaded = 0;
  const tell = (): void => onProgress(`${serverTitle[kind]}: downloading with Maven, ${downloaded} files, ${seconds()} s`);
  tell();
  const ticking = setInterval(tell, 1_000);
  try {
    await runMaven(kind, fresh, () => downloaded++);
  } finally {
    clearInterval(ticking);
  }
  const files = readdirSync(fresh).filter((file) => file.endsWith('.jar'));
  const megabytes = files.reduce((sum, file) => sum + statSync(join(fresh, file)).size, 0) / 1e6;
  writeFileSync(join(fresh, 'stamp.json'), JSON.stringify({ pom: pomHash(kind), files } satisfies Stamp));
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  onProgress(`${serverTitle[kind]}: downloaded, ${files.length} jars, ${megabytes.toFixed(0)} MB, ${seconds()} s`);
};

const runMaven = (kind: ServerKind, fresh: string, onFile: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const args = [
      '-B',
      '-f',
      pomFile(kind),
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${fresh}`,
    ];
    const maven = spawn('mvn', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const last: string[] = [];
    const read = (line: string): void => {
      if (line.includes('Downloaded from')) onFile();
      last.push(line);
      if (last.length > 12) last.shift();
    };
    createInterface({ input: maven.stdout }).on('line', read);
    createInterface({ input: maven.stderr }).on('line', read);
    const failed = (why: string, cause?: unknown): void => {
      rmSync(fresh, { recursive: true, force: true });
      const text = `Maven could not download ${serverTitle[kind]}: ${why}. Is https://repo.maven.apache.org reachable? Its last lines:\n${last.join('\n')}`;
      reject(new LauncherError('LAUNCHER_DOWNLOAD_FAILED', text, cause));
    };
    maven.once('error', (error) => failed(error.message, error));
    maven.once('close', (status) => (status === 0 ? resolve() : failed(`it ended with status ${status}`)));
  });

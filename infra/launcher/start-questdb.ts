import { copyFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LauncherError } from './errors.ts';
import { infraSources, jarsFolder } from './infra-folder.ts';
import { ensureJars } from './jars.ts';
import { requireFreePorts } from './port-holder.ts';
import { questDbAnswers } from './questdb-answers.ts';
import { type QuestDbPorts, questDbEnvironment, questDbPorts, questDbReadonlyUser, questDbUser } from './questdb-environment.ts';
import { makeRoot, passwordIn, questDbFiles, readPorts, writePorts } from './questdb-layout.ts';
import { javaExecutable, requireJava } from './requirements.ts';
import type { QuestDbServer, StartQuestDbOptions } from './server-handles.ts';
import { killProcess, runningProcess, type ServerCommand, spawnServer, stopProcess, untilAnswers } from './server-process.ts';

/**
 * Starts the QuestDB of this folder, on 127.0.0.1 only, and resolves when it answers a query. If it runs already it is left
 * as it is. Downloads the jar and makes the passwords when that has not been done.
 */
export const startQuestDb = async (options: StartQuestDbOptions): Promise<QuestDbServer> => {
  requireJava();
  const say = options.onProgress ?? (() => {});
  const dir = resolve(options.dir);
  const jars = await ensureJars('questdb', options.jars ?? jarsFolder(), say);
  makeRoot(dir);
  const files = questDbFiles(dir);
  const [password, readonlyPassword] = [passwordIn(files.passwordFile), passwordIn(files.readonlyPasswordFile)];
  const running = runningProcess(files.pidFile);
  const ports = wantedPorts(options);
  const before = readPorts(dir);
  if (running !== null && before !== null && before.http !== ports.http)
    throw new LauncherError(
      'LAUNCHER_LAYOUT_DIFFERS',
      `the QuestDB of ${dir} runs on port ${before.http}, not ${ports.http}: stop it first (down), or leave the port out`,
    );
  const command = questDbCommand(options, dir, ports, jars);
  let identity = running;
  if (identity === null) {
    await requireFreePorts([
      { port: ports.http, what: 'QuestDB over HTTP' },
      { port: ports.pg, what: 'QuestDB over Postgres wire' },
      { port: ports.health, what: "QuestDB's health" },
    ]);
    // Written at every start, so that a change in the project reaches a database that exists.
    for (const file of ['server.conf', 'log.conf'])
      copyFileSync(join(infraSources, 'questdb', file), join(files.root, 'conf', file));
    writePorts(dir, ports);
    say('QuestDB: starting');
    identity = spawnServer(command);
  }
  let current = identity;
  const answers = (): Promise<boolean> => questDbAnswers(ports, questDbUser, password);
  await untilAnswers(command, current, answers).catch(async (error: unknown) => {
    if (running === null) await killProcess(current, 'SIGKILL');
    throw error;
  });
  return {
    host: '127.0.0.1',
    httpPort: ports.http,
    pgPort: ports.pg,
    healthPort: ports.health,
    user: questDbUser,
    password,
    readonlyUser: questDbReadonlyUser,
    readonlyPassword,
    passwordFile: files.passwordFile,
    readonlyPasswordFile: files.readonlyPasswordFile,
    dir,
    get pid() {
      return current.pid;
    },
    kill: (signal) => killProcess(current, signal),
    restart: async () => {
      await stopProcess(current);
      current = spawnServer(command);
      await untilAnswers(command, current, answers);
    },
    stop: async () => {
      await stopProcess(current);
    },
  };
};

const wantedPorts = ({ ports, portBase }: StartQuestDbOptions): QuestDbPorts => ports ?? questDbPorts(portBase ?? 9000);

const questDbCommand = (options: StartQuestDbOptions, dir: string, ports: QuestDbPorts, jars: string): ServerCommand => {
  const jar = readdirSync(jars).find((file) => /^questdb-.*\.jar$/.test(file));
  if (jar === undefined)
    throw new LauncherError(
      'LAUNCHER_DOWNLOAD_FAILED',
      `there is no questdb-….jar in ${jars}; delete that folder and start again`,
    );
  const files = questDbFiles(dir);
  return {
    name: 'QuestDB',
    executable: javaExecutable(),
    args: [
      '--add-exports',
      'java.base/jdk.internal.math=io.questdb',
      '-ea',
      '-Dnoebug',
      '-XX:+UseParallelGC',
      `-Xmx${options.heapMb ?? 512}m`,
      '-XX:+ExitOnOutOfMemoryError',
      ...(options.jvm ?? []),
      `-Djava.io.tmpdir=${files.temporaryDir}`,
      '-p',
      join(jars, jar),
      '-m',
      'io.questdb/io.questdb.ServerMain',
      '-d',
      files.root,
    ],
    environment: questDbEnvironment(ports, files, options.environment),
    pidFile: files.pidFile,
    printedFile: files.logFile,
    logFile: files.logFile,
    temporaryDir: files.temporaryDir,
    dieWithParent: options.dieWithParent ?? false,
  };
};

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { LauncherError } from './errors.ts';
import { infraSources, jarsFolder } from './infra-folder.ts';
import { ensureJars } from './jars.ts';
import { kafkaAnswers } from './kafka-answers.ts';
import { brokerFolder, readCluster, writeCluster } from './kafka-layout.ts';
import { bootstrapServers, brokerIds, brokerPort, brokerProperties, controllerPort } from './kafka-properties.ts';
import { requireFreePorts } from './port-holder.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { javaExecutable, requireJava } from './requirements.ts';
import type { BrokerHandle, KafkaCluster, StartKafkaOptions } from './server-handles.ts';
import { killProcess, runningProcess, type ServerCommand, spawnServer, stopProcess, untilAnswers } from './server-process.ts';

/**
 * Starts the cluster of this folder, on 127.0.0.1 only, and resolves when every broker answers. A broker of it that runs
 * already is left as it is. Downloads the jars and formats the storage when that has not been done.
 */
export const startKafka = async (options: StartKafkaOptions): Promise<KafkaCluster> => {
  requireJava();
  const say = options.onProgress ?? (() => {});
  const brokers = options.brokers ?? 1;
  const dir = resolve(options.dir);
  requireSamePlace(dir, brokers, options.portBase);
  const jars = await ensureJars('kafka', options.jars ?? jarsFolder(), say);
  const plans = brokerIds(brokers).map((id) => plan({ ...options, dir, brokers }, jars, id));
  const idle = plans.filter(({ command }) => runningProcess(command.pidFile) === null);
  await requireFreePorts(
    idle.flatMap(({ id, port, command }) => [
      { port, what: command.name },
      { port: controllerPort(options.portBase, id), what: `${command.name}'s controller` },
    ]),
  );
  for (const { dataDir, propertiesFile, properties } of idle) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(propertiesFile, properties);
  }
  const clusterId = layOut(dir, brokers, options.portBase);
  const raw = idle.filter(({ dataDir }) => !existsSync(join(dataDir, 'meta.properties')));
  if (raw.length > 0) say(`Kafka: formatting the storage of ${raw.length === 1 ? 'one broker' : `${raw.length} brokers`}`);
  await Promise.all(raw.map((one) => format(jars, clusterId, one)));
  if (idle.length > 0) say(`Kafka: starting ${idle.length === 1 ? 'one broker' : `${idle.length} brokers`}`);
  const handles = plans.map((one) => brokerHandle(one, runningProcess(one.command.pidFile) ?? spawnServer(one.command)));
  await Promise.all(
    handles.map((handle, i) =>
      untilAnswers(plans[i]!.command, handle.identity(), () => kafkaAnswers(handle.port, brokerIds(brokers))),
    ),
  ).catch(async (error: unknown) => {
    // A half started cluster helps nobody.
    await Promise.all(
      handles.filter((handle) => idle.some(({ id }) => id === handle.id)).map((handle) => handle.kill('SIGKILL')),
    );
    throw error;
  });
  return {
    bootstrap: bootstrapServers(brokers, options.portBase),
    brokers: handles,
    dir,
    stop: async () => {
      await Promise.all(handles.map((handle) => stopProcess(handle.identity())));
    },
  };
};

interface BrokerPlan {
  readonly id: number;
  readonly port: number;
  readonly dataDir: string;
  readonly propertiesFile: string;
  readonly properties: string;
  readonly command: ServerCommand;
}

type Planned = StartKafkaOptions & { readonly brokers: 1 | 3 };

const plan = (options: Planned, jars: string, id: number): BrokerPlan => {
  const { dir, brokers, portBase } = options;
  const home = brokerFolder(dir, id);
  const dataDir = join(home, 'data');
  const temporaryDir = join(home, 'tmp');
  const propertiesFile = join(home, 'server.properties');
  const template = readFileSync(join(infraSources, 'kafka/server.properties'), 'utf8');
  const heapMb = options.heapMb ?? (brokers === 1 ? 512 : 384);
  return {
    id,
    port: brokerPort(portBase, id),
    dataDir,
    propertiesFile,
    properties: brokerProperties(template, { id, brokers, portBase, dataDir }, options.properties),
    command: {
      name: `Kafka broker ${id}`,
      executable: javaExecutable(),
      args: [
        `-Xms${Math.min(256, heapMb)}m`,
        `-Xmx${heapMb}m`,
        '-XX:+UseG1GC',
        '-XX:+ExitOnOutOfMemoryError',
        ...(options.jvm ?? []),
        `-Dlog4j2.configurationFile=file:${join(infraSources, 'kafka/log4j2.properties')}`,
        `-Dgexstream.log.dir=${home}`,
        `-Djava.io.tmpdir=${temporaryDir}`,
        '-cp',
        // The JVM expands the star.
        join(jars, '*'),
        'kafka.Kafka',
        propertiesFile,
      ],
      environment: {},
      pidFile: join(home, 'pid.json'),
      printedFile: join(home, 'printed.log'),
      logFile: join(home, 'server.log'),
      temporaryDir,
      dieWithParent: options.dieWithParent ?? false,
    },
  };
};

/** Another number of brokers is another cluster; another port is, while it runs. */
const requireSamePlace = (dir: string, brokers: 1 | 3, portBase: number): void => {
  const before = readCluster(dir);
  if (before === null) return;
  if (before.brokers !== brokers)
    throw new LauncherError(
      'LAUNCHER_LAYOUT_DIFFERS',
      `${dir} holds the data of ${before.brokers === 1 ? 'one broker' : `${before.brokers} brokers`}, not of ${brokers}. Start it with --brokers ${before.brokers}, delete it (reset --yes), or name another --dir`,
    );
  const runs = brokerIds(brokers).some((id) => runningProcess(join(brokerFolder(dir, id), 'pid.json')) !== null);
  if (runs && before.portBase !== portBase)
    throw new LauncherError(
      'LAUNCHER_LAYOUT_DIFFERS',
      `the Kafka of ${dir} runs on port ${before.portBase}, not ${portBase}: stop it first (down), or leave the port out`,
    );
};

/** The cluster id of the folder: that of its first start. */
const layOut = (dir: string, brokers: 1 | 3, portBase: number): string => {
  // 16 random bytes in base64url, which is what `StorageTool random-uuid` prints after most of a second; it never begins with a dash.
  const clusterId = readCluster(dir)?.clusterId ?? `A${randomBytes(16).toString('base64url').slice(1)}`;
  writeCluster(dir, { clusterId, brokers, portBase });
  return clusterId;
};

const format = async (jars: string, clusterId: string, { id, dataDir, propertiesFile }: BrokerPlan): Promise<void> => {
  const args = [
    '-Xmx128m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-cp',
    join(jars, '*'),
    'kafka.tools.StorageTool',
    'format',
  ];
  try {
    await promisify(execFile)(javaExecutable(), [...args, '-t', clusterId, '-c', propertiesFile, '--ignore-formatted'], {
      cwd: dataDir,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    rmSync(join(dataDir, 'meta.properties'), { force: true });
    const text = `the storage of Kafka broker ${id} in ${dataDir} could not be formatted:\n${stdout}${stderr}`;
    throw new LauncherError('LAUNCHER_FORMAT_FAILED', text.trimEnd(), error);
  }
};

const brokerHandle = (
  { id, port, command }: BrokerPlan,
  first: ProcessIdentity,
): BrokerHandle & { readonly identity: () => ProcessIdentity } => {
  let identity = first;
  return {
    id,
    port,
    get pid() {
      return identity.pid;
    },
    identity: () => identity,
    kill: (signal) => killProcess(identity, signal),
    restart: async () => {
      await stopProcess(identity);
      identity = spawnServer(command);
      await untilAnswers(command, identity, () => kafkaAnswers(port, [id]));
    },
  };
};

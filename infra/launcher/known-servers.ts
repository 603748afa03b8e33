import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerKind } from './jars.ts';
import { kafkaAnswers } from './kafka-answers.ts';
import { brokerFolder, readCluster } from './kafka-layout.ts';
import { brokerIds, brokerPort } from './kafka-properties.ts';
import { questDbAnswers } from './questdb-answers.ts';
import { questDbUser } from './questdb-environment.ts';
import { questDbFiles, readPorts } from './questdb-layout.ts';

/** One server that was started in this folder at some time, whether or not it runs now. */
export interface KnownServer {
  readonly kind: ServerKind;
  readonly name: string;
  readonly pidFile: string;
  readonly logFiles: readonly string[];
  readonly dataDir: string;
  readonly ports: string;
  readonly answers: () => Promise<boolean>;
}

export const kindFolder = (dir: string, kind: ServerKind): string => join(dir, kind);

/** Read from what the starts left behind, so that no flag has to be given twice. */
export const knownServers = (dir: string, kinds: readonly ServerKind[]): readonly KnownServer[] =>
  kinds.flatMap((kind) => (kind === 'kafka' ? knownBrokers(kindFolder(dir, kind)) : knownQuestDb(kindFolder(dir, kind))));

const knownBrokers = (dir: string): KnownServer[] => {
  const cluster = readCluster(dir);
  if (cluster === null) return [];
  return brokerIds(cluster.brokers).map((id) => {
    const home = brokerFolder(dir, id);
    const port = brokerPort(cluster.portBase, id);
    return {
      kind: 'kafka',
      name: cluster.brokers === 1 ? 'Kafka' : `Kafka broker ${id}`,
      pidFile: join(home, 'pid.json'),
      logFiles: [join(home, 'server.log'), join(home, 'printed.log')],
      dataDir: join(home, 'data'),
      ports: String(port),
      answers: () => kafkaAnswers(port, [id]),
    };
  });
};

const knownQuestDb = (dir: string): KnownServer[] => {
  const ports = readPorts(dir);
  const files = questDbFiles(dir);
  if (ports === null || !existsSync(files.passwordFile)) return [];
  return [
    {
      kind: 'questdb',
      name: 'QuestDB',
      pidFile: files.pidFile,
      logFiles: [files.logFile],
      dataDir: join(files.root, 'db'),
      ports: `${ports.http} http, ${ports.pg} pg, ${ports.health} health`,
      answers: () => questDbAnswers(ports, questDbUser, readFileSync(files.passwordFile, 'utf8').trim()),
    },
  ];
};

import { relative } from 'node:path';
import type { CommandLine } from './command-line.ts';
import { goOnText, type WhatRuns } from './go-on.ts';
import { infraFolder } from './infra-folder.ts';
import { ensureJars, type ServerKind } from './jars.ts';
import { readCluster } from './kafka-layout.ts';
import { kindFolder, knownServers } from './known-servers.ts';
import { progressOn } from './progress.ts';
import { questDbPorts } from './questdb-environment.ts';
import { readPorts } from './questdb-layout.ts';
import { requireJava } from './requirements.ts';
import type { KafkaCluster, QuestDbServer, StartKafkaOptions, StartQuestDbOptions } from './server-handles.ts';
import { runningProcess } from './server-process.ts';
import { startKafka } from './start-kafka.ts';
import { startQuestDb } from './start-questdb.ts';

const kafkaPortDefault = 9092;
const questDbPortDefault = 9000;

/** Brings up what the command line names and says what runs where. What runs already is left as it is. */
export const up = async (line: CommandLine): Promise<number> => {
  const startedAt = Date.now();
  const progress = progressOn(process.stderr);
  const ranBefore = runningKinds(line);
  const shared = { jars: `${line.dir}/jars`, onProgress: progress.say };
  try {
    requireJava();
    // One after the other: Maven's local repository does not take two writers well.
    for (const kind of line.kinds) await ensureJars(kind, shared.jars, progress.say);
    const starting = [
      line.kinds.includes('kafka') ? startKafka({ ...kafkaPlace(line), ...shared }).then(kafkaText) : '',
      line.kinds.includes('questdb') ? startQuestDb({ ...questDbPlace(line), ...shared }).then(questDbText) : '',
    ];
    // Both come to their end, so that one failure does not leave the other half waited for.
    const results = await Promise.allSettled(starting);
    progress.clear();
    for (const result of results) if (result.status === 'fulfilled') process.stdout.write(result.value);
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    for (const failure of failures.slice(1))
      process.stderr.write(`infra: ${failure instanceof Error ? failure.message : failure}\n`);
    if (failures.length > 0) throw failures[0];
  } finally {
    progress.clear();
  }
  if (ranBefore.size > 0) process.stdout.write(`  ran already, left as it was: ${[...ranBefore].join(', ')}\n`);
  process.stdout.write(goOnText(whatRuns(line)));
  process.stdout.write(`ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return 0;
};

const runningKinds = (line: CommandLine): ReadonlySet<string> =>
  new Set(
    knownServers(line.dir, line.kinds)
      .filter((server) => runningProcess(server.pidFile) !== null)
      .map((server) => server.name),
  );

const kafkaPlace = ({ dir, brokers, kafkaPort }: CommandLine): StartKafkaOptions => {
  const folder = kindFolder(dir, 'kafka');
  const before = readCluster(folder);
  return { dir: folder, brokers: brokers ?? before?.brokers ?? 1, portBase: kafkaPort ?? before?.portBase ?? kafkaPortDefault };
};

const questDbPlace = ({ dir, questDbPort, questDbPgPort }: CommandLine): StartQuestDbOptions => {
  const folder = kindFolder(dir, 'questdb');
  const before = readPorts(folder);
  const remembered = questDbPort === undefined && questDbPgPort === undefined ? before : null;
  return { dir: folder, ports: remembered ?? questDbPorts(questDbPort ?? before?.http ?? questDbPortDefault, questDbPgPort) };
};

const kafkaText = (kafka: KafkaCluster): string =>
  `Kafka     ${kafka.bootstrap}   ${kafka.brokers.map(({ id, pid }) => `broker ${id} pid ${pid}`).join(', ')}\n`;

const questDbText = (server: QuestDbServer): string =>
  [
    `QuestDB   http://127.0.0.1:${server.httpPort} (console, REST, ILP)   Postgres wire ${server.pgPort}   health ${server.healthPort}   pid ${server.pid}`,
    `          user ${server.user}, password: cat ${shown(server.passwordFile)}`,
    `          reads only (Grafana): user ${server.readonlyUser}, password: cat ${shown(server.readonlyPasswordFile)}`,
    '',
  ].join('\n');

const whatRuns = (line: CommandLine): WhatRuns => {
  const runs = (kind: ServerKind): boolean =>
    knownServers(line.dir, [kind]).some((server) => runningProcess(server.pidFile) !== null);
  const brokers = knownServers(line.dir, ['kafka']);
  return {
    dir: line.dir,
    usualDir: infraFolder(),
    bootstrap: runs('kafka') ? brokers.map((broker) => `127.0.0.1:${broker.ports}`).join(',') : null,
    questDb: runs('questdb') ? readPorts(kindFolder(line.dir, 'questdb')) : null,
  };
};

// As typed from where one stands, when that is shorter.
const shown = (file: string): string => {
  const near = relative(process.cwd(), file);
  return near.length < file.length ? near : file;
};

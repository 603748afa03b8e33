import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusRecord } from '@gexstream/bus';
import { openKafkaBus } from '@gexstream/bus/kafka';
import type { Feed } from '@gexstream/domain';
import { allTables, type Store } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import { type GexProcess, gexProcess } from '../../support/gex-process.ts';
import { kafkaServer, questDbServer } from '../../support/servers.ts';
import type { Pids } from './cpu-time.ts';
import type { Client, WorkerOptions } from './worker.ts';

/** Kafka and QuestDB for all of a run; each measurement takes a feed of its own on them, so that none sees another's records. */
export interface BenchBackbone {
  nextFeed(client: Client): WorkerOptions;
  openBus(options: WorkerOptions): Promise<Bus>;
  openStore(feed: Feed): Promise<Store>;
  /** `gex run history`, as an operator starts it. */
  startHistory(options: WorkerOptions): Promise<GexProcess>;
  /** Of the two servers. */
  readonly pids: Pids;
  stop(): Promise<void>;
}

export const startBackbone = async (): Promise<BenchBackbone> => {
  const clock = systemClock();
  // As they run in production, not as tests have them.
  const [kafka, questDb] = await Promise.all([kafkaServer({ jvm: [] }), questDbServer({ jvm: [] })]);
  const folder = mkdtempSync(join(tmpdir(), 'gexstream-bench-'));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, questDb.password, { mode: 0o600 });
  const brokers = kafka.bootstrap.split(',');
  let feeds = 0;
  return {
    nextFeed: (client) => ({ client, brokers, feed: `sim-bench${++feeds}` }),
    openBus: async (options) => {
      const bus = await openKafkaBus({ ...options, clientId: 'bench', clock });
      await bus.declareTopics(allTopics);
      return bus;
    },
    openStore: async (feed) => {
      const { host, httpPort, pgPort, user, password } = questDb;
      const store = await openQuestDbStore({ host, httpPort, pgPort, user, password, feed, clock });
      await store.declareTables(allTables);
      return store;
    },
    startHistory: ({ client, feed }) =>
      gexProcess(
        ['run', 'history', '--feed', feed],
        {
          KAFKA_BROKERS: kafka.bootstrap,
          KAFKA_CLIENT: client,
          QUESTDB_HOST: `${questDb.host}:${questDb.httpPort}`,
          QUESTDB_PG_PORT: String(questDb.pgPort),
          QUESTDB_USER: questDb.user,
          QUESTDB_PASSWORD_FILE: passwordFile,
          GEX_DATA: folder,
        },
        /history runs on/,
      ),
    pids: { Kafka: kafka.brokers[0]!.pid, QuestDB: questDb.pid },
    stop: async () => {
      await Promise.all([kafka.stop(), questDb.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Records of a call, and calls that may wait for their acknowledgement: what ingest's socket would have brought meanwhile. */
const recordsPerCall = 20;
const callsMax = 32;

export const publishAll = async (bus: Bus, records: readonly BusRecord[]): Promise<void> => {
  const calls: Promise<void>[] = [];
  for (let from = 0; from < records.length; from += recordsPerCall) {
    if (calls.length >= callsMax) await calls[calls.length - callsMax];
    calls.push(bus.publish(records.slice(from, from + recordsPerCall)));
  }
  await Promise.all(calls);
};

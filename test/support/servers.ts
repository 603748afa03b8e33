import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  claimPorts,
  type KafkaCluster,
  missingRequirement,
  type QuestDbServer,
  type StartKafkaOptions,
  type StartQuestDbOptions,
  startKafka,
  startQuestDb,
} from '../../infra/launcher/index.ts';

export type { BrokerHandle, KafkaCluster, QuestDbServer } from '../../infra/launcher/index.ts';

export interface KafkaServerOptions extends Pick<StartKafkaOptions, 'brokers' | 'heapMb' | 'jvm'> {
  /** Or told the first broker's port before it starts: for a proxy in front of it. */
  readonly properties?: StartKafkaOptions['properties'] | ((port: number) => NonNullable<StartKafkaOptions['properties']>);
}
export type QuestDbServerOptions = Pick<StartQuestDbOptions, 'heapMb' | 'jvm' | 'environment'>;

// A test's server lives for a minute, and most of what it computes is its start: the compiler that makes code fast in the long run
// costs a third of that, and its neighbours their core.
export const shortLived = ['-XX:TieredStopAtLevel=1'];

let known: { readonly reason: string | null } | undefined;

/**
 * Why Kafka and QuestDB cannot be started here, or null. For `describe.skipIf(serversMissing() !== null)`: says the reason
 * once on the terminal. Throws it instead where GEX_REQUIRE_ALL is set, so that CI skips nothing.
 */
export const serversMissing = (): string | null => {
  if (known === undefined) {
    known = { reason: missingRequirement() };
    if (known.reason !== null && !process.env.GEX_REQUIRE_ALL) process.stderr.write(`skipped: ${known.reason}\n`);
  }
  if (known.reason !== null && process.env.GEX_REQUIRE_ALL) throw new Error(known.reason);
  return known.reason;
};

/** A fresh real Kafka: own temporary folder, own ports. `stop()` ends it and removes the folder. Takes about 4 s (three brokers: 8 s). */
export const kafkaServer = async (options: KafkaServerOptions = {}): Promise<KafkaCluster> => {
  const brokers = options.brokers ?? 1;
  const dir = await mkdtemp(join(tmpdir(), 'gexstream-kafka-'));
  const ports = await claimPorts(2 * brokers);
  const { properties: own, ...sizes } = options;
  const properties = typeof own === 'function' ? own(ports.base) : own;
  const start = {
    jvm: shortLived,
    ...sizes,
    ...(properties === undefined ? {} : { properties }),
    dir,
    portBase: ports.base,
    dieWithParent: true,
  };
  const cluster = await startKafka(start).catch(async (error: unknown) => {
    await ports.release();
    throw error;
  });
  let stopped = false;
  return {
    bootstrap: cluster.bootstrap,
    brokers: cluster.brokers,
    dir,
    stop: async () => {
      if (stopped) return;
      stopped = true;
      // The data goes away with the folder: a controlled stop would only cost seconds.
      await Promise.all(cluster.brokers.map((broker) => broker.kill('SIGKILL')));
      await rm(dir, { recursive: true, force: true });
      await ports.release();
    },
  };
};

/** A fresh real QuestDB: own temporary folder, own ports and passwords. `stop()` ends it and removes the folder. Takes about 3 s. */
export const questDbServer = async (options: QuestDbServerOptions = {}): Promise<QuestDbServer> => {
  const dir = await mkdtemp(join(tmpdir(), 'gexstream-questdb-'));
  const ports = await claimPorts(4);
  const server = await startQuestDb({ jvm: shortLived, ...options, dir, portBase: ports.base, dieWithParent: true }).catch(
    async (error: unknown) => {
      await ports.release();
      throw error;
    },
  );
  let stopped = false;
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await server.kill('SIGKILL');
      await rm(dir, { recursive: true, force: true });
      await ports.release();
    },
  };
};

import { connect } from 'node:net';
import { kafkaClient } from '../kafkajs/client.ts';
import { busError } from './errors.ts';
import { namesOf } from './names.ts';
import type { KafkaBusOptions } from './options.ts';

export interface BrokerReport {
  readonly id: number;
  /** `host:port` as the cluster tells it; null for one that holds replicas and has left. */
  readonly address: string | null;
  /** It takes connections from here. */
  readonly answers: boolean;
  /** Of the feed's partitions it should have a copy of: those where it is behind. */
  readonly outOfSync: number;
}

export interface KafkaReport {
  readonly clusterId: string;
  readonly brokers: readonly BrokerReport[];
}

const answerMsMax = 2_000;

/** Looks at the brokers on a connection of its own. Rejects with `BUS_TIMEOUT` when none answers, `BUS_REJECTED` when they refuse. */
export const inspectKafka = async (options: KafkaBusOptions): Promise<KafkaReport> => {
  const names = namesOf(options.feed);
  const admin = kafkaClient(options).admin();
  try {
    await admin.connect();
    const { brokers, clusterId } = await admin.describeCluster();
    const ours = (await admin.listTopics()).filter((topic) => names.toPlain(topic) !== null);
    const { topics } = ours.length === 0 ? { topics: [] } : await admin.fetchTopicMetadata({ topics: ours });
    const partitions = topics.flatMap((topic) => topic.partitions);
    const registered = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
    const ids = new Set([...registered.keys(), ...partitions.flatMap(({ replicas }) => replicas)]);
    return {
      clusterId,
      brokers: await Promise.all(
        [...ids]
          .sort((a, b) => a - b)
          .map(async (id) => {
            const at = registered.get(id);
            return {
              id,
              address: at === undefined ? null : `${at.host}:${at.port}`,
              answers: at !== undefined && (await takesConnections(at)),
              outOfSync: partitions.filter(({ replicas, isr }) => replicas.includes(id) && !isr.includes(id)).length,
            };
          }),
      ),
    };
  } catch (error) {
    throw busError(error, `Asking the brokers ${options.brokers.join(', ')}`);
  } finally {
    await admin.disconnect().catch(() => {});
  }
};

const takesConnections = (at: { readonly host: string; readonly port: number }): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(at);
    const answer = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(answerMsMax, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });

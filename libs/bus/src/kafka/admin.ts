import type { Clock } from '@gexstream/domain/time';
import type { Admin } from 'kafkajs';
import type { PartitionOffsets, TopicDeclaration, TopicInspection, TopicPartition } from '../bus.ts';
import { BusError } from '../errors.ts';
import { kafkaClient } from '../kafkajs/client.ts';
import { logSizes } from '../kafkajs/log-sizes.ts';
import { refuseFixed, topicDifferences } from '../topic-differences.ts';
import { busError, errorType } from './errors.ts';
import { namesOf } from './names.ts';
import type { KafkaBusOptions } from './options.ts';
import { declarationOf, topicConfig, topicSettings } from './topic-config.ts';
import {
  alterTopics,
  createTopics,
  type FoundTopic,
  foundTopics,
  leadersOf,
  offsetsOf,
  type WantedTopic,
} from './topic-requests.ts';

/** Administration of both adapters, through kafkajs: node-rdkafka has no calls for settings and groups. Names are plain. */
export interface KafkaAdmin {
  /** The topic as the cluster has it. Remembered, asked for again when unknown: `BUS_UNKNOWN_TOPIC`. */
  topic(name: string): Promise<TopicDeclaration>;
  /** The remembered one, without asking. */
  knownTopic(name: string): TopicDeclaration | undefined;
  declare(topics: readonly TopicDeclaration[]): Promise<void>;
  inspect(topics: readonly TopicDeclaration[]): Promise<readonly TopicInspection[]>;
  topics(): Promise<readonly TopicDeclaration[]>;
  offsets(topic: string): Promise<readonly PartitionOffsets[]>;
  groups(): Promise<readonly string[]>;
  committed(group: string): Promise<readonly (TopicPartition & { readonly offset: number })[]>;
  close(): Promise<void>;
}

const replicasMax = 3;
/** After a topic was made, other brokers may not know it for a moment; on a busy machine a hundred new partitions take seconds. */
const retryMs = [20, 50, 100, 200, 400, 800] as const;
const retryMsMax = 1_600;
const retriedForMs = 30_000;
const passing = new Set<unknown>([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_CONTROLLER',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

export const kafkaAdmin = (options: KafkaBusOptions): KafkaAdmin => {
  const names = namesOf(options.feed);
  const admin = kafkaClient(options).admin();
  const known = new Map<string, TopicDeclaration>();
  let connected: Promise<void> | null = null;
  let declaring: Promise<unknown> = Promise.resolve();

  const ask = async <T>(doing: string, request: (admin: Admin) => Promise<T>): Promise<T> => {
    const deadline = options.clock.now() + retriedForMs;
    for (let attempt = 0; ; attempt++) {
      connected ??= admin.connect();
      const connecting = connected;
      await connecting.catch((error: unknown) => {
        connected = null;
        throw busError(error, doing);
      });
      try {
        return await request(admin);
      } catch (error) {
        // What a broker says of a topic just made or a leader just changed; lost connections kafkajs has tried again itself.
        if (options.clock.now() > deadline || !passing.has(errorType(error))) throw busError(error, doing);
        await pause(options.clock, retryMs[attempt] ?? retryMsMax);
      }
    }
  };

  const found = (): Promise<ReadonlyMap<string, FoundTopic>> => ask('Asking for the topics', (at) => foundTopics(at, names));
  const replicas = async (): Promise<number> =>
    Math.min(replicasMax, (await ask('Asking for the brokers', (at) => at.describeCluster())).brokers.length);

  const onCluster = async (): Promise<TopicDeclaration[]> => {
    const existing = await found();
    for (const [name, { settings }] of existing) {
      const declaration = declarationOf(name, settings);
      if (!keeps(known.get(name), declaration)) known.set(name, declaration);
    }
    for (const name of known.keys()) if (!existing.has(name)) known.delete(name);
    return [...known.values()];
  };

  const declare = async (declarations: readonly TopicDeclaration[]): Promise<void> => {
    const copies = await replicas();
    const existing = await found();
    const differing = declarations.filter((declaration) => {
      const topic = existing.get(declaration.name);
      if (topic === undefined) return false;
      const differences = topicDifferences(topicSettings(declaration, options.feed, copies), topic.settings);
      refuseFixed(declaration, differences, 'Use another feed name');
      return differences.length > 0;
    });
    const missing = declarations.filter(({ name }) => !existing.has(name));
    const wanted = (declaration: TopicDeclaration): WantedTopic => ({
      name: names.toCluster(declaration.name),
      partitions: declaration.partitions,
      replicas: copies,
      config: topicConfig(declaration, options.feed, copies),
    });
    const made = missing.map(wanted);
    await ask('Making topics', (at) => createTopics(at, made));
    await ask('Waiting for the leaders of new topics', (at) => leadersOf(at, made));
    await ask('Changing topics', (at) => alterTopics(at, differing.map(wanted)));
    for (const declaration of declarations) known.set(declaration.name, declaration);
  };

  const inspect = async (declarations: readonly TopicDeclaration[]): Promise<readonly TopicInspection[]> => {
    const { brokers } = await ask('Asking for the brokers', (at) => at.describeCluster());
    const [existing, bytes] = await Promise.all([
      found(),
      logSizes(
        options,
        brokers.map(({ nodeId }) => nodeId),
      ),
    ]);
    return declarations.map((declaration) => {
      const topic = existing.get(declaration.name);
      const settings = topicSettings(declaration, options.feed, Math.min(replicasMax, brokers.length));
      return {
        topic: declaration.name,
        exists: topic !== undefined,
        bytes: bytes.get(names.toCluster(declaration.name)) ?? null,
        differences: topic === undefined ? [] : topicDifferences(settings, topic.settings),
        underReplicated: topic?.underReplicated ?? [],
      };
    });
  };

  return {
    async topic(name) {
      if (!known.has(name)) await onCluster();
      const found = known.get(name);
      if (found === undefined)
        throw new BusError('BUS_UNKNOWN_TOPIC', `There is no topic "${name}". Declare it before it is used`);
      return found;
    },
    knownTopic: (name) => known.get(name),
    declare(declarations) {
      const turn = declaring.then(() => declare(declarations));
      declaring = turn.catch(() => {});
      return turn;
    },
    inspect,
    topics: onCluster,
    async offsets(name) {
      const topic = { ...(await this.topic(name)), name: names.toCluster(name) };
      const rows = await ask(`Asking for the offsets of ${name}`, (at) => offsetsOf(at, topic));
      return rows
        .map(({ partition, low, high }) => ({ topic: name, partition, start: Number(low), end: Number(high) }))
        .sort((a, b) => a.partition - b.partition);
    },
    async groups() {
      const { groups } = await ask('Asking for the groups', (at) => at.listGroups());
      const plain = groups.map(({ groupId }) => names.toPlain(groupId)).filter((name) => name !== null);
      // As in every bus: a group is one that has committed.
      const committed = await Promise.all(plain.map((group) => this.committed(group)));
      return plain.filter((_, at) => committed[at]!.length > 0).sort();
    },
    async committed(group) {
      const rows = await ask(`Asking what group ${group} committed`, (at) =>
        at.fetchOffsets({ groupId: names.toCluster(group) }),
      );
      return rows.flatMap(({ topic, partitions }) => {
        const plain = names.toPlain(topic);
        if (plain === null) return [];
        return partitions
          .filter(({ offset }) => Number(offset) >= 0)
          .map(({ partition, offset }) => ({ topic: plain, partition, offset: Number(offset) }));
      });
    },
    async close() {
      if (connected === null) return;
      await connected.catch(() => {});
      await admin.disconnect();
    },
  };
};

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));

/** What this process declared says more than what Kafka gives back; kept while the two agree. */
const keeps = (declared: TopicDeclaration | undefined, found: TopicDeclaration): boolean =>
  declared !== undefined && declared.partitions === found.partitions && declared.cleanup.policy === found.cleanup.policy;

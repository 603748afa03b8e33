import type { Clock } from '@gexstream/domain/time';
import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import type { PartitionOffsets, TopicDeclaration, TopicPartition } from '../bus.ts';
import { BusError } from '../errors.ts';
import { kafkaClient } from '../kafkajs/client.ts';
import { busError, errorType } from './errors.ts';
import { type Names, namesOf } from './names.ts';
import type { KafkaBusOptions } from './options.ts';
import { declarationOf, type TopicConfig, topicConfig } from './topic-config.ts';

/** Administration of both adapters, through kafkajs: node-rdkafka has no calls for settings and groups. Names are plain. */
export interface KafkaAdmin {
  /** The topic as the cluster has it. Remembered, asked for again when unknown: `BUS_UNKNOWN_TOPIC`. */
  topic(name: string): Promise<TopicDeclaration>;
  /** The remembered one, without asking. */
  knownTopic(name: string): TopicDeclaration | undefined;
  declare(topics: readonly TopicDeclaration[]): Promise<void>;
  topics(): Promise<readonly TopicDeclaration[]>;
  offsets(topic: string): Promise<readonly PartitionOffsets[]>;
  groups(): Promise<readonly string[]>;
  committed(group: string): Promise<readonly (TopicPartition & { readonly offset: number })[]>;
  close(): Promise<void>;
}

const replicasMax = 3;
/** After a topic was made, brokers may not know it for a moment; for some seconds, where a hundred partitions are made on a loaded machine. */
const retryMs = [20, 50, 100, 200, 400, 800, ...Array.from({ length: 12 }, () => 1_600)];
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
        const waitMs = retryMs[attempt];
        if (waitMs === undefined || !passing.has(errorType(error))) throw busError(error, doing);
        await pause(options.clock, waitMs);
      }
    }
  };

  const onCluster = async (): Promise<TopicDeclaration[]> => {
    const found = await ask('Asking for the topics', (at) => existingTopics(at, names));
    for (const topic of found.values()) if (!keeps(known.get(topic.name), topic)) known.set(topic.name, topic);
    for (const name of known.keys()) if (!found.has(name)) known.delete(name);
    return [...known.values()];
  };

  const declare = async (declarations: readonly TopicDeclaration[]): Promise<void> => {
    const replicas = Math.min(replicasMax, (await ask('Asking for the brokers', (at) => at.describeCluster())).brokers.length);
    const existing = await ask('Asking for the topics', (at) => existingTopics(at, names));
    for (const declaration of declarations) refuseDifference(existing.get(declaration.name), declaration);
    const missing = declarations.filter(({ name }) => !existing.has(name));
    const changed = declarations.filter(({ name }) => existing.has(name));
    await ask('Making topics', (at) =>
      createTopics(
        at,
        missing.map((topic) => newTopic(topic, options, names, replicas)),
      ),
    );
    await ask('Waiting for the leaders of new topics', (at) =>
      leadersOf(
        at,
        missing.map(({ name }) => names.toCluster(name)),
      ),
    );
    await ask('Changing topics', (at) => alterTopics(at, changed, options, names, replicas));
    for (const declaration of declarations) known.set(declaration.name, declaration);
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
    topics: onCluster,
    async offsets(name) {
      const topic = names.toCluster((await this.topic(name)).name);
      const rows = await ask(`Asking for the offsets of ${name}`, (at) => at.fetchTopicOffsets(topic));
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

const existingTopics = async (admin: Admin, names: Names): Promise<Map<string, TopicDeclaration>> => {
  const all = await admin.listTopics();
  const ours = all.filter((topic) => names.toPlain(topic) !== null);
  if (ours.length === 0) return new Map();
  const [{ topics }, { resources }] = await Promise.all([
    admin.fetchTopicMetadata({ topics: ours }),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: ours.map((name) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name,
        configNames: ['cleanup.policy', 'retention.ms', 'retention.bytes'],
      })),
    }),
  ]);
  const partitions = new Map(topics.map((topic) => [topic.name, topic.partitions.length]));
  return new Map(
    resources.map(({ resourceName, configEntries }) => {
      const config: TopicConfig = Object.fromEntries(configEntries.map((entry) => [entry.configName, entry.configValue]));
      const name = names.toPlain(resourceName)!;
      return [name, declarationOf(name, partitions.get(resourceName) ?? 0, config)] as const;
    }),
  );
};

const refuseDifference = (existing: TopicDeclaration | undefined, declared: TopicDeclaration): void => {
  if (existing === undefined) return;
  const differences = [
    ['partitions', existing.partitions, declared.partitions],
    ['cleanup', existing.cleanup.policy, declared.cleanup.policy],
  ] as const;
  const found = differences.find(([, old, wanted]) => old !== wanted);
  if (found === undefined) return;
  const [what, old, wanted] = found;
  const message = `Topic "${declared.name}" exists with ${what} ${old}, declared is ${wanted}. Use another feed name, or keep what exists`;
  throw new BusError('BUS_TOPIC_DIFFERS', message);
};

const entries = (config: TopicConfig): { name: string; value: string }[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

const newTopic = (declaration: TopicDeclaration, options: KafkaBusOptions, names: Names, replicas: number): ITopicConfig => ({
  topic: names.toCluster(declaration.name),
  numPartitions: declaration.partitions,
  replicationFactor: replicas,
  configEntries: entries(topicConfig(declaration, options.feed, replicas)),
});

const createTopics = async (admin: Admin, topics: ITopicConfig[]): Promise<void> => {
  if (topics.length === 0) return;
  try {
    await admin.createTopics({ topics, waitForLeaders: false, timeout: 10_000 });
  } catch (error) {
    // Two processes that start at the same time: the other one was first, with the same declaration.
    if (errorType(error) !== 'TOPIC_ALREADY_EXISTS') throw error;
  }
};

/** Rejects with what passes while a partition has no leader that answers. */
const leadersOf = async (admin: Admin, topics: string[]): Promise<void> => {
  if (topics.length > 0) await admin.fetchTopicMetadata({ topics });
  await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
};

const alterTopics = async (
  admin: Admin,
  topics: readonly TopicDeclaration[],
  options: KafkaBusOptions,
  names: Names,
  replicas: number,
): Promise<void> => {
  if (topics.length === 0) return;
  const wanted = topics.map((topic) => ({
    name: names.toCluster(topic.name),
    config: topicConfig(topic, options.feed, replicas),
  }));
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: wanted.map(({ name }) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
  });
  const current = new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map((entry) => [entry.configName, entry.configValue])),
    ]),
  );
  const differing = wanted.filter(({ name, config }) =>
    Object.entries(config).some(([setting, value]) => current.get(name)?.get(setting) !== value),
  );
  if (differing.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: differing.map(({ name, config }) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configEntries: entries(config),
    })),
  });
};

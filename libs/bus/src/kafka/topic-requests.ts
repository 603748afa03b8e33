import kafkajs, { type Admin } from 'kafkajs';
import type { TopicSettings } from '../topic-differences.ts';
import { errorType } from './errors.ts';
import type { Names } from './names.ts';
import type { TopicConfig } from './topic-config.ts';

/** A topic as the cluster has it. */
export interface FoundTopic {
  /** `partitions`, and every setting by Kafka's name. */
  readonly settings: TopicSettings;
  /** Partitions with fewer replicas in sync than replicas. */
  readonly underReplicated: readonly number[];
}

/** A topic as it shall be, under the cluster's name. */
export interface WantedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: TopicConfig;
}

/** The feed's topics by their plain names. */
export const foundTopics = async (admin: Admin, names: Names): Promise<ReadonlyMap<string, FoundTopic>> => {
  const all = await admin.listTopics();
  const ours = all.filter((topic) => names.toPlain(topic) !== null);
  if (ours.length === 0) return new Map();
  const [{ topics }, { resources }] = await Promise.all([
    admin.fetchTopicMetadata({ topics: ours }),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: ours.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
    }),
  ]);
  const metadata = new Map(topics.map((topic) => [topic.name, topic.partitions]));
  return new Map(
    resources.map(({ resourceName, configEntries }) => {
      const partitions = metadata.get(resourceName) ?? [];
      const settings = {
        partitions: `${partitions.length}`,
        ...Object.fromEntries(configEntries.map((entry) => [entry.configName, entry.configValue])),
      };
      const underReplicated = partitions
        .filter(({ isr, replicas }) => isr.length < replicas.length)
        .map(({ partitionId }) => partitionId)
        .sort((a, b) => a - b);
      return [names.toPlain(resourceName)!, { settings, underReplicated }] as const;
    }),
  );
};

const entries = (config: TopicConfig): { name: string; value: string }[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

export const createTopics = async (admin: Admin, topics: readonly WantedTopic[]): Promise<void> => {
  if (topics.length === 0) return;
  try {
    await admin.createTopics({
      topics: topics.map(({ name, partitions, replicas, config }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: replicas,
        configEntries: entries(config),
      })),
      waitForLeaders: false,
      timeout: 10_000,
    });
  } catch (error) {
    // Two processes that start at the same time: the other one was first, with the same declaration.
    if (errorType(error) !== 'TOPIC_ALREADY_EXISTS') throw error;
  }
};

/** Where each partition of a topic begins and ends; rejects with what passes while one has no leader that is known. */
export const offsetsOf = async (admin: Admin, { name, partitions }: Pick<WantedTopic, 'name' | 'partitions'>) => {
  // Asked for one topic while it still learns of another, kafkajs takes it for one of no partitions, and trips over that.
  const rows = await admin.fetchTopicOffsets(name).catch((error: unknown) => {
    if (error instanceof TypeError) return [];
    throw error;
  });
  if (rows.length >= partitions) return rows;
  const message = `Of ${partitions} partitions of ${name} ${rows.length} have a leader that is known`;
  throw Object.assign(new Error(message), { type: 'LEADER_NOT_AVAILABLE' });
};

/** Rejects with what passes while a partition has no leader that answers. */
export const leadersOf = async (admin: Admin, topics: readonly WantedTopic[]): Promise<void> => {
  if (topics.length > 0) await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
  await Promise.all(topics.map((topic) => offsetsOf(admin, topic)));
};

export const alterTopics = async (admin: Admin, topics: readonly WantedTopic[]): Promise<void> => {
  if (topics.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: topics.map(({ name, config }) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configEntries: entries(config),
    })),
  });
};

import type { SubscribeOptions, TopicPartition } from '../bus.ts';
import type { KafkaAdmin } from '../kafka/admin.ts';
import { busError } from '../kafka/errors.ts';
import { namesOf } from '../kafka/names.ts';
import { type KafkaBusOptions, noLog } from '../kafka/options.ts';
import type { Consumer, Sink } from '../kafka/subscription.ts';
import { clientConfig } from './client.ts';
import { fetcher } from './fetcher.ts';
import { type GroupMember, groupMember } from './group-member.ts';
import { groupSession } from './group-session.ts';
import { openCluster } from './internals.ts';

/** A subscription's own connections; with a group a membership, without one all partitions. */
export const kafkaJsConsumer = (bus: KafkaBusOptions, options: SubscribeOptions, admin: KafkaAdmin, sink: Sink): Consumer => {
  const { clock, log = noLog } = bus;
  const names = namesOf(bus.feed);
  const cluster = openCluster(clientConfig(bus));
  const startOffset = async ({ topic, partition }: TopicPartition): Promise<number> =>
    (await admin.offsets(topic)).find((at) => at.partition === partition)?.start ?? 0;
  const fetching = fetcher({ cluster, names, clock, log, sink, startOffset });
  let member: GroupMember | null = null;

  return {
    async start() {
      const topics = options.topics.map(names.toCluster);
      try {
        await cluster.connect();
        await cluster.addMultipleTargetTopics(topics);
      } catch (error) {
        throw busError(error, `Subscribing to ${options.topics.join(', ')}`);
      }
      if (options.group === undefined) {
        const declared = await Promise.all(options.topics.map((topic) => admin.topic(topic)));
        const all = declared.flatMap(({ name, partitions }) =>
          Array.from({ length: partitions }, (_, partition) => ({ topic: name, partition })),
        );
        fetching.set(await sink.assigned(all));
        return;
      }
      const session = groupSession(cluster, names.toCluster(options.group), topics, names);
      member = groupMember({ group: options.group, session, fetcher: fetching, sink, clock, log });
      await member.started;
    },
    async commit(partition, next) {
      await member?.commit(partition, next);
    },
    async stop() {
      await fetching.stop();
      await member?.stop();
      await cluster.disconnect();
    },
  };
};

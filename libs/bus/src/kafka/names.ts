import type { Feed } from '@gexstream/domain';
import type { TopicPartition } from '../bus.ts';

/** Plain names inside, `feed.name` on the cluster: for topics and groups alike. */
export interface Names {
  toCluster(plain: string): string;
  /** Null when the name belongs to another feed or another system. */
  toPlain(onCluster: string): string | null;
}

export const namesOf = (feed: Feed): Names => {
  const prefix = `${feed}.`;
  return {
    toCluster: (plain) => `${prefix}${plain}`,
    toPlain: (onCluster) => (onCluster.startsWith(prefix) ? onCluster.slice(prefix.length) : null),
  };
};

/** As in `SubscribeOptions.onAssigned`. */
export const partitionKey = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

import type { KafkaStatistics } from '@gexstream/bus/kafka';
import { type Sample, sample } from '@gexstream/metrics';

/** What this process's Kafka client last told of itself: every five seconds, for the producer and for each subscription. */
export interface KafkaWatch {
  readonly onStatistics: (statistics: KafkaStatistics) => void;
  /** Partitions that this process holds of the group, and records behind them on the broker; null before the first word. */
  group(name: string): { readonly partitions: number; readonly lag: number } | null;
  samples(): readonly Sample[];
}

/** A subscription without a group reads everything for itself. */
const noGroup = 'none';

export const kafkaWatch = (): KafkaWatch => {
  const latest = new Map<string, KafkaStatistics>();
  return {
    onStatistics: (statistics) => void latest.set(`${statistics.client} ${statistics.group}`, statistics),
    group(name) {
      const told = latest.get(`subscription ${name}`);
      return told === undefined ? null : { partitions: told.lag.length, lag: sumOf(told.lag.map(({ records }) => records)) };
    },
    samples: () =>
      [...latest.values()].flatMap(({ client, group, queuedRecords, queuedBytes, lag }) => {
        const labels = { client, group: group ?? noGroup };
        const byTopic = Map.groupBy(group === null ? [] : lag, ({ topic }) => topic);
        return [
          sample('kafkaQueuedRecords', queuedRecords, labels),
          sample('kafkaQueuedBytes', queuedBytes, labels),
          ...(group === null ? [] : [sample('partitions', lag.length, { group })]),
          ...[...byTopic].map(([topic, held]) =>
            sample('kafkaLag', sumOf(held.map(({ records }) => records)), { group: group!, topic }),
          ),
        ];
      }),
  };
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

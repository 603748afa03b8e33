import type { Clock } from '@gexstream/domain/time';
import type { TopicPartition } from '../bus.ts';
import { busError } from '../kafka/errors.ts';
import { type Names, partitionKey } from '../kafka/names.ts';
import type { KafkaLog } from '../kafka/options.ts';
import type { Position, Sink } from '../kafka/subscription.ts';
import { fetchResponse } from './fetch-response.ts';
import { type Cluster, type FetchRequest, sendFetch } from './internals.ts';

/** How long a broker may hold an answer back when nothing comes; a partition that is added waits no longer. */
const maxWaitMs = 100;
const answerBytesMax = 8 * 2 ** 20;
const partitionBytesMax = 2 ** 20;
const retryMs = 200;
const offsetOutOfRange = 1;

export interface Fetcher {
  /** Fetches these from here on, beside or instead of what it fetches of them already. */
  set(positions: readonly Position[]): void;
  remove(partitions: readonly TopicPartition[]): void;
  clear(): void;
  stop(): Promise<void>;
}

export interface FetcherParts {
  readonly cluster: Cluster;
  readonly names: Names;
  readonly clock: Clock;
  readonly log: KafkaLog;
  readonly sink: Pick<Sink, 'offer' | 'room'>;
  /** Where the partition begins now: used when the wanted offset has been cleaned away. */
  readonly startOffset: (partition: TopicPartition) => Promise<number>;
}

interface Wanted extends TopicPartition {
  offset: number;
}

/** Asks every leader for its partitions, one request at a time each; leaders that change or die are found again. */
export const fetcher = ({ cluster, names, clock, log, sink, startOffset }: FetcherParts): Fetcher => {
  const wanted = new Map<string, Wanted>();
  const asking = new Map<number, Promise<void>>();
  let stopped = false;

  const leaderOf = ({ topic, partition }: TopicPartition): number =>
    cluster.findTopicPartitionMetadata(names.toCluster(topic)).find(({ partitionId }) => partitionId === partition)?.leader ?? -1;

  const ofLeader = (node: number): Wanted[] => [...wanted.values()].filter((one) => leaderOf(one) === node);

  const wake = (): void => {
    if (stopped) return;
    for (const node of new Set([...wanted.values()].map(leaderOf))) {
      if (asking.has(node)) continue;
      const loop = ask(node).finally(() => {
        asking.delete(node);
        // Partitions may have come for this leader, or have moved to another.
        if (!stopped && wanted.size > 0) wake();
      });
      asking.set(node, loop);
    }
  };

  const ask = async (node: number): Promise<void> => {
    try {
      if (node < 0) throw new Error('a partition has no leader just now');
      for (let ours = ofLeader(node); ours.length > 0 && !stopped; ours = ofLeader(node)) {
        await sink.room();
        if (stopped) return;
        const broker = await cluster.findBroker({ nodeId: node });
        const known = new Map(ours.map((one) => [partitionKey(one), one]));
        for (const answer of await sendFetch(broker, requestFor(ours, names), fetchResponse)) {
          const plain = names.toPlain(answer.topic);
          const one = plain === null ? undefined : known.get(partitionKey({ topic: plain, partition: answer.partition }));
          if (one !== undefined) await take(one, answer);
        }
      }
    } catch (error) {
      if (stopped) return;
      log.debug({ node, error: (error as Error).message }, 'fetching failed, asking for the leaders again');
      await new Promise<void>((resolve) => clock.after(retryMs, resolve));
      await cluster.refreshMetadata().catch(() => {});
    }
  };

  const take = async (one: Wanted, answer: Awaited<ReturnType<typeof sendFetch>>[number]): Promise<void> => {
    const key = partitionKey(one);
    const { topic, partition } = one;
    if (wanted.get(key) !== one) return;
    if (answer.errorCode === offsetOutOfRange) {
      const start = await startOffset(one);
      log.warn(
        { topic, partition, wanted: one.offset, start },
        'records were cleaned away before they were read; going on at the start',
      );
      one.offset = start;
      return;
    }
    if (answer.errorCode !== 0)
      throw busError({ code: answer.errorCode, message: `Kafka error ${answer.errorCode}` }, `Reading ${key}`);
    if (answer.next === null || answer.next <= one.offset) return;
    const from = one.offset;
    one.offset = answer.next;
    const records = answer.records.filter(({ offset }) => offset >= from).map((record) => ({ topic, ...record }));
    if (records.length > 0) sink.offer({ topic, partition }, records, answer.highWatermark);
  };

  return {
    set(positions) {
      for (const { topic, partition, next } of positions) {
        wanted.set(partitionKey({ topic, partition }), { topic, partition, offset: next });
      }
      wake();
    },
    remove(partitions) {
      for (const partition of partitions) wanted.delete(partitionKey(partition));
    },
    clear: () => wanted.clear(),
    async stop() {
      stopped = true;
      wanted.clear();
    },
  };
};

const requestFor = (partitions: readonly Wanted[], names: Names): FetchRequest => {
  const topics = new Map<string, Wanted[]>();
  for (const one of partitions) topics.set(one.topic, [...(topics.get(one.topic) ?? []), one]);
  return {
    maxWaitTime: maxWaitMs,
    minBytes: 1,
    maxBytes: answerBytesMax,
    topics: [...topics].map(([topic, ones]) => ({
      topic: names.toCluster(topic),
      // In another order each time, so that a full answer does not always leave out the same ones.
      partitions: rotated(ones).map(({ partition, offset }) => ({
        partition,
        fetchOffset: `${offset}`,
        maxBytes: partitionBytesMax,
      })),
    })),
  };
};

const rotated = (partitions: readonly Wanted[]): Wanted[] => {
  const sum = partitions.reduce((total, { offset }) => total + offset, 0);
  const from = sum % partitions.length;
  return [...partitions.slice(from), ...partitions.slice(0, from)];
};

import type { StoredRecord } from '../bus.ts';
import { BusError } from '../errors.ts';
import type { KafkaAdmin } from '../kafka/admin.ts';
import { busError } from '../kafka/errors.ts';
import { namesOf } from '../kafka/names.ts';
import type { KafkaBusOptions } from '../kafka/options.ts';
import { clientConfig } from './client.ts';
import { fetchResponse } from './fetch-response.ts';
import { type Cluster, openCluster, sendFetch } from './internals.ts';

const readTimeoutMs = 30_000;
const attempts = 5;
const retryMs = 200;
const bytesMax = 4 * 2 ** 20;

/** Reads ranges of partitions, for both adapters: no group, nothing that stays behind. */
export interface RangeReader {
  read(topic: string, partition: number, from: number, to: number, limit: number): Promise<readonly StoredRecord[]>;
  close(): Promise<void>;
}

export const rangeReader = (options: KafkaBusOptions, admin: KafkaAdmin): RangeReader => {
  const names = namesOf(options.feed);
  const { clock } = options;
  let opened: Promise<Cluster> | null = null;
  let answered: Promise<unknown> = Promise.resolve();
  /** One request after the other, as the broker takes them from a connection: of those begun at once kafkajs would connect each, and forget all but one. */
  const inTurn = <T>(request: () => Promise<T>): Promise<T> => {
    const answer = answered.then(request);
    answered = answer.catch(() => {});
    return answer;
  };

  const cluster = async (topic: string): Promise<Cluster> => {
    opened ??= (async () => {
      const made = openCluster(clientConfig(options));
      await made.connect();
      return made;
    })();
    const opening = opened;
    const made = await opening.catch((error: unknown) => {
      opened = null;
      throw error;
    });
    await made.addMultipleTargetTopics([names.toCluster(topic)]);
    return made;
  };

  /** What the partition holds from the offset on, as much as one answer takes. */
  const fetchFrom = async (topic: string, partition: number, offset: number): ReturnType<typeof sendFetch> => {
    const onCluster = names.toCluster(topic);
    for (let attempt = 1; ; attempt++) {
      try {
        const at = await cluster(topic);
        const leader =
          at.findTopicPartitionMetadata(onCluster).find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
        const broker = await at.findBroker({ nodeId: leader });
        const partitions = [{ partition, fetchOffset: `${offset}`, maxBytes: bytesMax }];
        const request = { maxWaitTime: 100, minBytes: 1, maxBytes: bytesMax, topics: [{ topic: onCluster, partitions }] };
        const answers = await inTurn(() => sendFetch(broker, request, fetchResponse));
        const bad = answers.find(({ errorCode }) => errorCode !== 0);
        if (bad !== undefined) throw Object.assign(new Error(`Kafka error ${bad.errorCode}`), { code: bad.errorCode });
        return answers;
      } catch (error) {
        if (attempt >= attempts) throw busError(error, `Reading ${topic}/${partition}`);
        await new Promise<void>((resolve) => clock.after(retryMs * attempt, resolve));
        await (await cluster(topic)).refreshMetadata().catch(() => {});
      }
    }
  };

  return {
    async read(topic, partition, from, to, limit) {
      const found = (await admin.offsets(topic)).find((at) => at.partition === partition);
      if (found === undefined) throw new BusError('BUS_REJECTED', `${topic} has no partition ${partition}`);
      const deadline = clock.now() + readTimeoutMs;
      const end = Math.min(to, found.end);
      const records: StoredRecord[] = [];
      let next = Math.max(from, found.start);
      while (next < end && records.length < limit) {
        if (clock.now() > deadline)
          throw new BusError('BUS_TIMEOUT', `Reading ${topic}/${partition} took more than ${readTimeoutMs} ms`);
        const [answer] = await fetchFrom(topic, partition, next);
        for (const record of answer?.records ?? []) {
          if (record.offset >= next && record.offset < end && records.length < limit) records.push({ topic, ...record });
        }
        next = Math.max(next, answer?.next ?? next);
      }
      return records;
    },
    async close() {
      const made = await opened?.catch(() => null);
      await made?.disconnect();
    },
  };
};

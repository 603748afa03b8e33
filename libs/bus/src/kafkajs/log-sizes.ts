import { busError } from '../kafka/errors.ts';
import type { KafkaBusOptions } from '../kafka/options.ts';
import { clientConfig } from './client.ts';
import { DecoderOf, EncoderOf, openCluster } from './internals.ts';

interface LogSize {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: number;
}

/**
 * Bytes of each topic by the cluster's name, in its largest replicas. kafkajs has no call for it, so the request is put together here;
 * a login without the right to ask (`DESCRIBE` on the cluster) gets none.
 */
export const logSizes = async (options: KafkaBusOptions, brokers: readonly number[]): Promise<ReadonlyMap<string, number>> => {
  const cluster = openCluster(clientConfig(options));
  try {
    await cluster.connect();
    await cluster.refreshMetadata();
    const found = await Promise.all(
      brokers.map(async (nodeId) => {
        const broker = await cluster.findBroker({ nodeId });
        return (await broker.connectionPool.send({ request: describeLogDirs, response: logDirs })) as readonly LogSize[];
      }),
    );
    const largest = new Map<string, LogSize>();
    for (const size of found.flat()) {
      const key = `${size.topic}/${size.partition}`;
      if (size.bytes >= (largest.get(key)?.bytes ?? 0)) largest.set(key, size);
    }
    const totals = new Map<string, number>();
    for (const { topic, bytes } of largest.values()) totals.set(topic, (totals.get(topic) ?? 0) + bytes);
    return totals;
  } catch (error) {
    throw busError(error, 'Asking for the sizes of the topics');
  } finally {
    await cluster.disconnect();
  }
};

const allTopics = -1;

/** Version 1; a length of −1 asks for all topics. */
const describeLogDirs = {
  apiKey: 35,
  apiVersion: 1,
  apiName: 'DescribeLogDirs',
  encode: async () => new EncoderOf().writeInt32(allTopics),
};

const logDirs = {
  async decode(raw: Buffer): Promise<readonly LogSize[]> {
    const decoder = new DecoderOf(raw);
    // Throttle time.
    decoder.readInt32();
    const folders = decoder.readArray((folder) => {
      // An error (a folder that failed, a missing right) comes with no topics: their size is not known then.
      folder.readInt16();
      folder.readString();
      return folder.readArray((at) => {
        const topic = at.readString();
        return at.readArray((one): LogSize => {
          const partition = one.readInt32();
          const bytes = Number(one.readInt64().toString());
          // How far a replica that is being moved lies behind, and whether it is one.
          one.readInt64();
          one.readBoolean();
          return { topic, partition, bytes };
        });
      });
    });
    return folders.flat(2);
  },
  parse: async (sizes: readonly LogSize[]): Promise<readonly LogSize[]> => sizes,
};

import { quietRequestQueue } from '@gexstream/bus/kafkajs';
import { Kafka } from 'kafkajs';

/** True when the broker on this port answers with metadata in which all of these node ids are alive. */
export const kafkaAnswers = async (port: number, ids: readonly number[]): Promise<boolean> => {
  quietRequestQueue();
  const kafka = new Kafka({
    clientId: 'gexstream-launcher',
    brokers: [`127.0.0.1:${port}`],
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
    // A server that does not answer yet is what we ask about, not an error to print.
    logCreator: () => () => {},
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const alive = new Set((await admin.describeCluster()).brokers.map((broker) => broker.nodeId));
    return ids.every((id) => alive.has(id));
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
};

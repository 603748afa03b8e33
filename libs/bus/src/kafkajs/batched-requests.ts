import type { Message } from 'kafkajs';
import { valueBytesMax } from '../checked-record.ts';
import type { Names } from '../kafka/names.ts';
import type { Placed } from '../kafka/producer.ts';

/** Beside key and value, in a batch: lengths, deltas, attributes. */
const recordOverheadBytes = 64;

/**
 * Records as requests to be sent one after the other, messages by the cluster's name of their topic. kafkajs makes one batch of all that a
 * request has for a partition, and brokers refuse a batch beyond `max.message.bytes`: what is more goes into the next request.
 */
export const batchedRequests = (records: readonly Placed[], names: Names): readonly Map<string, Message[]>[] => {
  const requests: Map<string, Message[]>[] = [];
  // Where each partition is: the request its last record went to, and the bytes of its batch there.
  const filled = new Map<string, { request: number; bytes: number }>();
  for (const { topic, key, value, partition, timestampMs } of records) {
    const bytes = Buffer.byteLength(key) + (value?.length ?? 0) + recordOverheadBytes;
    const place = filled.get(`${topic}/${partition}`) ?? { request: 0, bytes: 0 };
    filled.set(`${topic}/${partition}`, place);
    if (place.bytes > 0 && place.bytes + bytes > valueBytesMax) {
      place.request += 1;
      place.bytes = 0;
    }
    place.bytes += bytes;
    requests[place.request] ??= new Map();
    const topics = requests[place.request]!;
    const onCluster = names.toCluster(topic);
    const messages = topics.get(onCluster) ?? [];
    topics.set(onCluster, messages);
    messages.push({ key: Buffer.from(key), value: asBuffer(value), partition, timestamp: `${timestampMs}` });
  }
  return requests;
};

const asBuffer = (value: Uint8Array | null): Buffer | null =>
  value === null || Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);

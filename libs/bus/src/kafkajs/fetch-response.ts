import { epochMs } from '@gexstream/domain/time';
import type { StoredRecord } from '../bus.ts';
import { type Decoder, DecoderOf, decodeRecordBatch } from './internals.ts';

export interface FetchedPartition {
  /** As on the cluster. */
  readonly topic: string;
  readonly partition: number;
  /** Kafka's number; 0 when there was none. */
  readonly errorCode: number;
  readonly highWatermark: number;
  /** Without a topic: the reader knows it by its plain name. */
  readonly records: readonly Omit<StoredRecord, 'topic'>[];
  /** Behind everything the answer covers, holes of compaction too; null when it holds no batch. */
  readonly next: number | null;
}

const batchOverheadBytes = 61;

/**
 * Reads a Fetch answer (version 11). kafkajs' own reader forgets how far a batch reaches: where compaction took the last records of a
 * batch, or all, its consumer would ask for the same batch again and again.
 */
export const fetchResponse = {
  async decode(raw: Buffer): Promise<FetchedPartition[]> {
    const decoder = new DecoderOf(raw);
    // Throttle time, error and session: each partition has its own error.
    decoder.readInt32();
    decoder.readInt16();
    decoder.readInt32();
    const topics = await decoder.readArrayAsync(async (at) => {
      const topic = at.readString();
      return at.readArrayAsync((one) => decodePartition(topic, one));
    });
    return topics.flat();
  },
  parse: async (data: FetchedPartition[]): Promise<FetchedPartition[]> => data,
};

const decodePartition = async (topic: string, decoder: Decoder): Promise<FetchedPartition> => {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const highWatermark = Number(decoder.readInt64());
  // Last stable offset, log start, aborted transactions, preferred replica: nothing here writes transactions.
  decoder.readInt64();
  decoder.readInt64();
  decoder.readArray((at) => [at.readInt64(), at.readInt64()]);
  decoder.readInt32();
  return { topic, partition, errorCode, highWatermark, ...(await decodeBatches(partition, decoder)) };
};

const decodeBatches = async (partition: number, decoder: Decoder): Promise<Pick<FetchedPartition, 'records' | 'next'>> => {
  const bytes = decoder.readInt32();
  const records: Omit<StoredRecord, 'topic'>[] = [];
  let next: number | null = null;
  if (bytes <= 0) return { records, next };
  const batches = new DecoderOf(decoder.readBytes(bytes));
  while (batches.canReadBytes(batchOverheadBytes)) {
    try {
      const batch = await decodeRecordBatch(batches);
      next = Number(batch.firstOffset) + batch.lastOffsetDelta + 1;
      if (batch.isControlBatch) continue;
      for (const { offset, timestamp, key, value } of batch.records) {
        records.push({
          partition,
          offset: Number(offset),
          key: key === null ? '' : key.toString('utf8'),
          value,
          timestampMs: epochMs(Number(timestamp)),
        });
      }
    } catch (error) {
      // The answer is cut at a number of bytes: the last batch may be half.
      if ((error as Error).name === 'KafkaJSPartialMessageError') break;
      throw error;
    }
  }
  return { records, next };
};

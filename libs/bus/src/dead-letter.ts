import type { BusRecord, StoredRecord } from './bus.ts';
import { topic } from './topics.ts';

const headBytesMax = 2048;
const utf8 = new TextEncoder();

/**
 * What to publish in place of a record that cannot be read: JSON (not the codec, which may be what failed) with where it stands,
 * why, and the first 2 KB of its value in base64. It keeps the record's time, so its age counts from the same moment.
 */
export const deadLetter = (record: StoredRecord, reason: string): BusRecord => {
  const value = record.value ?? new Uint8Array(0);
  return {
    topic: topic.deadLetters.name,
    key: `${record.topic}/${record.partition}`,
    value: utf8.encode(
      JSON.stringify({
        topic: record.topic,
        partition: record.partition,
        offset: record.offset,
        key: record.key,
        reason,
        valueBytes: value.length,
        headBase64: Buffer.from(value.subarray(0, headBytesMax)).toString('base64'),
      }),
    ),
    timestampMs: record.timestampMs,
  };
};

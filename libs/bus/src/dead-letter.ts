import type { EpochMs } from '@gexstream/domain/time';
import type { BusRecord, StoredRecord } from './bus.ts';
import { valueBytesMax } from './checked-record.ts';
import { topic } from './topics.ts';

export const headBytesMax = 2048;
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

/**
 * What to publish for rows that the store refuses for good, one letter a row. A row too large for a record is cut off: its place in the
 * history is told, its values are lost. Moments are epoch ms, as rows have them.
 */
export const rowDeadLetters = (
  table: string,
  rows: readonly object[],
  reason: string,
  timestampMs: EpochMs,
): readonly BusRecord[] =>
  rows.map((row) => {
    const whole = utf8.encode(JSON.stringify({ table, reason, row }));
    const value =
      whole.length <= valueBytesMax ? whole : utf8.encode(JSON.stringify({ table, reason, row: null, head: headOf(row) }));
    return { topic: topic.deadLetters.name, key: table, value, timestampMs };
  });

const headOf = (row: object): string => JSON.stringify(row).slice(0, headBytesMax);

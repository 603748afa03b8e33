import type { BusRecord, TopicDeclaration } from './bus.ts';
import { BusError } from './errors.ts';

/** Values longer than this belong in chunks. */
export const valueBytesMax = 2 ** 20;
/** In UTF-8; lmdb's own keys are limited, and a key is an underlying or a path, not a text. */
export const keyBytesMax = 512;

/** The record's size in bytes; what no adapter may take is refused here, alike for all of them, before anything is written. */
export const checkedBytes = (record: BusRecord, topic: Pick<TopicDeclaration, 'name' | 'partitions' | 'cleanup'>): number => {
  const keyBytes = Buffer.byteLength(record.key);
  const bytes = record.value?.length ?? 0;
  const at = `record "${record.key.slice(0, 40)}" for ${topic.name}`;
  if (bytes > valueBytesMax || keyBytes > keyBytesMax) {
    const limits = `a value may have ${valueBytesMax} bytes, a key ${keyBytesMax}`;
    throw new BusError(
      'BUS_RECORD_TOO_LARGE',
      `The ${at} has ${bytes} bytes under a key of ${keyBytes}; ${limits}. Send it in parts`,
    );
  }
  const { partition = 0 } = record;
  if (!Number.isInteger(partition) || partition < 0 || partition >= topic.partitions) {
    throw new BusError('BUS_REJECTED', `The ${at} names partition ${partition}, the topic has ${topic.partitions}`);
  }
  if (record.value === null && topic.cleanup.policy !== 'compact') {
    throw new BusError('BUS_REJECTED', `The ${at} has no value; only a compacted topic takes deletions`);
  }
  if (!Number.isFinite(record.timestampMs))
    throw new BusError('BUS_REJECTED', `The ${at} has no event time (${record.timestampMs})`);
  return bytes + keyBytes;
};

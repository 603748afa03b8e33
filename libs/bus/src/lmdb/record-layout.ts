import { type EpochMs, epochMs } from '@gexstream/domain/time';
import type { BusRecord, StoredRecord } from '../bus.ts';

/** Topic number, partition, offset, big-endian: lmdb keeps keys in byte order, so a partition's records lie together in offset order. */
export const recordKey = (topicId: number, partition: number, offset: number): Buffer => {
  const key = Buffer.allocUnsafe(12);
  key.writeUInt32BE(topicId, 0);
  key.writeUInt16BE(partition, 4);
  key.writeUIntBE(offset, 6, 6);
  return key;
};

export const offsetOf = (key: Buffer): number => key.readUIntBE(6, 6);

export const partitionKey = (topicId: number, partition: number): Buffer => recordKey(topicId, partition, 0).subarray(0, 6);

/** Topic number, partition, and the record's key: the index of a compacted partition. */
export const indexKey = (topicId: number, partition: number, key: Uint8Array): Buffer =>
  Buffer.concat([partitionKey(topicId, partition), key]);

const headBytes = 11;
const tombstoneFlag = 1;

/** Flags (1 byte), key length (2), timestamp (8), key, value. */
export const encodeRecord = (key: Uint8Array, value: Uint8Array | null, timestampMs: number): Buffer => {
  const bytes = Buffer.allocUnsafe(headBytes + key.length + (value?.length ?? 0));
  bytes.writeUInt8(value === null ? tombstoneFlag : 0, 0);
  bytes.writeUInt16BE(key.length, 1);
  bytes.writeDoubleBE(timestampMs, 3);
  bytes.set(key, headBytes);
  if (value !== null) bytes.set(value, headBytes + key.length);
  return bytes;
};

/** `bytes` must be the reader's own: the value is a view of it. */
export const decodeRecord = (topic: string, partition: number, offset: number, bytes: Buffer): StoredRecord => {
  const valueAt = headBytes + bytes.readUInt16BE(1);
  const key = bytes.toString('utf8', headBytes, valueAt);
  const value = isTombstone(bytes) ? null : new Uint8Array(bytes.buffer, bytes.byteOffset + valueAt, bytes.length - valueAt);
  return { topic, partition, offset, key, value, timestampMs: timestampOf(bytes) };
};

export const timestampOf = (bytes: Buffer): EpochMs => epochMs(bytes.readDoubleBE(3));

const isTombstone = (bytes: Buffer): boolean => (bytes.readUInt8(0) & tombstoneFlag) !== 0;

export interface Counters {
  /** Offset of the first record that can be read; after compaction there may be holes behind it. */
  start: number;
  /** Offset of the next record. */
  end: number;
  /** Of all records kept, as encoded. */
  bytes: number;
  /** Newest event time ever written, or −Infinity. Ages count from it. */
  newestMs: number;
}

export const encodeCounters = ({ start, end, bytes, newestMs }: Counters): Buffer =>
  Buffer.from(Float64Array.of(start, end, bytes, newestMs).buffer);

export const decodeCounters = (value: Buffer | undefined): Counters => {
  if (value === undefined) return { start: 0, end: 0, bytes: 0, newestMs: Number.NEGATIVE_INFINITY };
  return {
    start: value.readDoubleLE(0),
    end: value.readDoubleLE(8),
    bytes: value.readDoubleLE(16),
    newestMs: value.readDoubleLE(24),
  };
};

/** Where the one record of a compacted key stands. */
export interface KeyEntry {
  readonly offset: number;
  readonly bytes: number;
  /** Event time of the deletion, null while the key has a value. */
  readonly deletedMs: number | null;
}

export const encodeKeyEntry = ({ offset, bytes, deletedMs }: KeyEntry): Buffer =>
  Buffer.from(Float64Array.of(offset, bytes, deletedMs ?? Number.NaN).buffer);

export const decodeKeyEntry = (value: Buffer): KeyEntry => {
  const deletedMs = value.readDoubleLE(16);
  return { offset: value.readDoubleLE(0), bytes: value.readDoubleLE(8), deletedMs: Number.isNaN(deletedMs) ? null : deletedMs };
};

export const encodedKey = (record: BusRecord): Uint8Array => Buffer.from(record.key, 'utf8');

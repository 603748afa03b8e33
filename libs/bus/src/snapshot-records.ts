import { crc32 } from 'node:zlib';
import type { Envelope, EventKind } from '@gexstream/domain';
import type { BusRecord, StoredRecord } from './bus.ts';
import { decodeEvent, encodeEvent } from './codec/index.ts';

/** Where a processor's snapshots go, and what they are written as. */
export interface SnapshotFormat {
  /** A compacted topic whose partitions are those of the processor's input. */
  readonly topic: string;
  readonly kind: EventKind;
  /** Read in this version alone: a snapshot only saves time, and the log gives the same state again. */
  readonly version: number;
}

/** State of one underlying right before the input at `nextOffset`: what that input causes is caused again after a restart, to the byte. */
export interface Snapshot {
  readonly nextOffset: number;
  /** Event time so far. */
  readonly clockMs: number;
}

export interface SnapshotPlace {
  readonly underlying: string;
  readonly slot: number;
  /** That the underlying has on the input, so that who is assigned the one finds the other. */
  readonly partition: number;
  /** All underlyings that live on the partition now: one of them without a snapshot is nowhere but in the log. */
  readonly underlyings: readonly string[];
}

/** Well below what a record may hold (1 MiB). */
const chunkBytesMax = 768 * 1024;
/** Two, so that a snapshot torn by a crash leaves the one before it whole. */
const slots = 2;

interface Manifest {
  readonly slot: number;
  readonly chunks: number;
  readonly bytes: number;
  readonly crc32: number;
  readonly nextOffset: number;
  readonly underlyings: readonly string[];
}

/** A snapshot as records: its chunks, then the manifest that makes them count. */
export const snapshotRecords = <Kept extends Snapshot>(
  { topic, kind, version }: SnapshotFormat,
  snapshot: Kept,
  { underlying, slot, partition, underlyings }: SnapshotPlace,
  like: Omit<Envelope<string, unknown>, 'kind' | 'version' | 'body'>,
): readonly BusRecord[] => {
  const wrap = <Body>(body: Body): Envelope<string, Body> => ({ kind, version, ...like, underlying, body });
  const record = (key: string, body: unknown): BusRecord => ({
    topic,
    key,
    partition,
    value: encodeEvent(wrap(body)),
    timestampMs: like.eventMs,
  });
  const bytes = encodeEvent(wrap(snapshot));
  const chunks = Math.ceil(bytes.length / chunkBytesMax);
  const records: BusRecord[] = [];
  for (let part = 0; part < chunks; part++)
    records.push(
      record(`${underlying}/${slot}/${part}`, { part, bytes: bytes.subarray(part * chunkBytesMax, (part + 1) * chunkBytesMax) }),
    );
  const { nextOffset } = snapshot;
  const manifest: Manifest = { slot, chunks, bytes: bytes.length, crc32: crc32(bytes), nextOffset, underlyings };
  records.push(record(`${underlying}/${slot}`, manifest));
  return records;
};

export interface RestoredSnapshot<Kept extends Snapshot> {
  readonly snapshot: Kept;
  /** The slot the next one goes to: never over the newest whole one. */
  readonly nextSlot: number;
}

/**
 * The newest whole snapshot of each underlying among the records; torn ones are passed over. Null for one that has none whole, also when only
 * another's manifest tells of it: its state is nowhere but in the log. `notAfterMs` bounds their event time.
 */
export const restoreSnapshots = <Kept extends Snapshot>(
  format: SnapshotFormat,
  records: readonly StoredRecord[],
  notAfterMs = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, RestoredSnapshot<Kept> | null> => {
  const byKey = new Map(records.filter(({ value }) => value !== null).map((record) => [record.key, record.value!]));
  const newest = new Map<string, RestoredSnapshot<Kept> | null>();
  for (const key of byKey.keys()) {
    const [underlying, slot, part] = key.split('/');
    if (underlying === undefined || slot === undefined) continue;
    const kept = newest.get(underlying) ?? null;
    newest.set(underlying, kept);
    if (part !== undefined) continue;
    const manifest = bodyOf<Manifest>(format, byKey.get(key));
    const snapshot = manifest === null ? null : wholeSnapshot<Kept>(format, byKey, underlying, manifest);
    if (manifest === null || snapshot === null || snapshot.clockMs > notAfterMs) continue;
    for (const beside of manifest.underlyings) if (!newest.has(beside)) newest.set(beside, null);
    if (kept === null || kept.snapshot.nextOffset < snapshot.nextOffset)
      newest.set(underlying, { snapshot, nextSlot: (Number(slot) + 1) % slots });
  }
  return newest;
};

const wholeSnapshot = <Kept extends Snapshot>(
  format: SnapshotFormat,
  byKey: ReadonlyMap<string, Uint8Array>,
  underlying: string,
  { slot, ...manifest }: Manifest,
): Kept | null => {
  const bytes = new Uint8Array(manifest.bytes);
  let filled = 0;
  for (let part = 0; part < manifest.chunks; part++) {
    const chunk = bodyOf<{ readonly bytes: Uint8Array }>(format, byKey.get(`${underlying}/${slot}/${part}`));
    if (chunk === null || filled + chunk.bytes.length > bytes.length) return null;
    bytes.set(chunk.bytes, filled);
    filled += chunk.bytes.length;
  }
  if (filled !== bytes.length || crc32(bytes) !== manifest.crc32) return null;
  return bodyOf<Kept>(format, bytes);
};

/** Null for what is missing, unreadable, or of a version that this program does not know. */
const bodyOf = <Body>({ kind, version }: SnapshotFormat, bytes: Uint8Array | undefined): Body | null => {
  if (bytes === undefined) return null;
  try {
    const event = decodeEvent(bytes);
    return event.kind === kind && event.version === version ? (event.body as Body) : null;
  } catch {
    return null;
  }
};

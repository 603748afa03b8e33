import { crc32 } from 'node:zlib';
import { type BusRecord, decodeEvent, encodeEvent, type StoredRecord, topic } from '@gexstream/bus';
import { type BookSnapshot, type Envelope, type SessionTrack, schemaVersion } from '@gexstream/domain';
import type { InputHead } from './underlying-state.ts';

/** State of one underlying right before the input at `nextOffset`: what that input causes is caused again after a restart, to the byte. */
export interface UnderlyingSnapshot {
  readonly nextOffset: number;
  readonly lastSeq: number;
  readonly clockMs: number;
  readonly sessionDate: string | null;
  readonly newestInput: InputHead | null;
  readonly session: SessionTrack | null;
  readonly book: BookSnapshot;
}

/** Well below what a record may hold (1 MiB). */
const chunkBytesMax = 768 * 1024;
/** Two, so that a snapshot torn by a crash leaves the one before it whole. */
const slots = 2;

type SnapshotEnvelope<Body> = Envelope<'gex-snapshot', Body>;
interface Manifest {
  readonly slot: number;
  readonly chunks: number;
  readonly bytes: number;
  readonly crc32: number;
  readonly nextOffset: number;
  /** All underlyings that lived on the partition then: one of them without a snapshot is nowhere but in the log. */
  readonly underlyings: readonly string[];
}

/**
 * A snapshot as records of topic `gex-snapshots`: its chunks, then the manifest that makes them count. They go to the partition that the
 * underlying has on `market`, so that who is assigned the one finds the other.
 */
export const snapshotRecords = (
  snapshot: UnderlyingSnapshot,
  slot: number,
  partition: number,
  underlyings: readonly string[],
  like: Omit<Envelope<string, unknown>, 'kind' | 'version' | 'body'>,
): readonly BusRecord[] => {
  const { underlying } = snapshot.book;
  const wrap = <Body>(body: Body): SnapshotEnvelope<Body> => ({
    kind: 'gex-snapshot',
    version: schemaVersion['gex-snapshot'],
    ...like,
    underlying,
    body,
  });
  const record = (key: string, body: unknown): BusRecord => ({
    topic: topic.snapshots.name,
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

export interface RestoredSnapshot {
  readonly snapshot: UnderlyingSnapshot;
  /** The slot the next one goes to: never over the newest whole one. */
  readonly nextSlot: number;
}

/**
 * The newest whole snapshot of each underlying among the records; torn ones are passed over. Null for one that has none whole, also when only
 * another's manifest tells of it: its state is nowhere but in the log. `notAfterMs` bounds their event time.
 */
export const restoreSnapshots = (
  records: readonly StoredRecord[],
  notAfterMs = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, RestoredSnapshot | null> => {
  const byKey = new Map(records.filter(({ value }) => value !== null).map((record) => [record.key, record.value!]));
  const newest = new Map<string, RestoredSnapshot | null>();
  for (const key of byKey.keys()) {
    const [underlying, slot, part] = key.split('/');
    if (underlying === undefined || slot === undefined) continue;
    const kept = newest.get(underlying) ?? null;
    newest.set(underlying, kept);
    if (part !== undefined) continue;
    const manifest = bodyOf<Manifest>(byKey.get(key));
    const snapshot = manifest === null ? null : wholeSnapshot(byKey, underlying, manifest);
    if (manifest === null || snapshot === null || snapshot.clockMs > notAfterMs) continue;
    for (const beside of manifest.underlyings) if (!newest.has(beside)) newest.set(beside, null);
    if (kept === null || kept.snapshot.nextOffset < snapshot.nextOffset)
      newest.set(underlying, { snapshot, nextSlot: (Number(slot) + 1) % slots });
  }
  return newest;
};

const wholeSnapshot = (
  byKey: ReadonlyMap<string, Uint8Array>,
  underlying: string,
  { slot, ...manifest }: Manifest,
): UnderlyingSnapshot | null => {
  const bytes = new Uint8Array(manifest.bytes);
  let filled = 0;
  for (let part = 0; part < manifest.chunks; part++) {
    const chunk = bodyOf<{ readonly bytes: Uint8Array }>(byKey.get(`${underlying}/${slot}/${part}`));
    if (chunk === null || filled + chunk.bytes.length > bytes.length) return null;
    bytes.set(chunk.bytes, filled);
    filled += chunk.bytes.length;
  }
  if (filled !== bytes.length || crc32(bytes) !== manifest.crc32) return null;
  return bodyOf<UnderlyingSnapshot>(bytes);
};

/** Null for what is missing, unreadable, or of a version that this program does not know. */
const bodyOf = <Body>(bytes: Uint8Array | undefined): Body | null => {
  if (bytes === undefined) return null;
  try {
    const event = decodeEvent(bytes);
    return event.kind === 'gex-snapshot' && event.version === schemaVersion['gex-snapshot'] ? (event.body as Body) : null;
  } catch {
    return null;
  }
};

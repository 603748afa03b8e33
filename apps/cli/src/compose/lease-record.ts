import { hostname } from 'node:os';
import { type BusAdmin, type BusRecord, topic } from '@gexstream/bus';
import { type EpochMs, epochMs } from '@gexstream/domain';

/** Who was given the lease last: groups tell no names. It stays when that process has gone. */
export interface IngestHolder {
  readonly pid: number;
  readonly host: string;
  readonly sinceMs: EpochMs;
  /** It gave the lease back. */
  readonly released: boolean;
}

/** The newest word on topic `leases`, and its offset, which rises with each renewal. */
export interface LeaseWord {
  readonly holder: IngestHolder;
  readonly offset: number;
}

const key = 'ingest';

export const thisProcess = (now: EpochMs): IngestHolder => ({
  pid: process.pid,
  host: hostname(),
  sinceMs: now,
  released: false,
});

export const leaseRecord = (holder: IngestHolder, now: EpochMs): BusRecord => ({
  topic: topic.leases.name,
  key,
  value: new TextEncoder().encode(JSON.stringify(holder)),
  timestampMs: now,
});

/** Null when ingest has never run, or by another version. */
export const readLease = async (bus: Pick<BusAdmin, 'offsets' | 'read'>): Promise<LeaseWord | null> => {
  for (const { topic: name, partition, start, end } of await bus.offsets(topic.leases.name)) {
    const [newest] = end > start ? await bus.read(name, partition, end - 1, end, 1) : [];
    if (newest?.value == null) continue;
    const { pid, host, sinceMs, released = false } = JSON.parse(Buffer.from(newest.value).toString('utf8')) as IngestHolder;
    return { holder: { pid, host, sinceMs: epochMs(sinceMs), released }, offset: newest.offset };
  }
  return null;
};

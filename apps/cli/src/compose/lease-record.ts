import { hostname } from 'node:os';
import { type BusAdmin, type BusRecord, topic } from '@gexstream/bus';
import { type EpochMs, epochMs } from '@gexstream/domain';

/** Who was given the lease last: for operators, since groups tell no names. It stays when that process has gone. */
export interface IngestHolder {
  readonly pid: number;
  readonly host: string;
  readonly sinceMs: EpochMs;
}

const key = 'ingest';

export const thisProcess = (now: EpochMs): IngestHolder => ({ pid: process.pid, host: hostname(), sinceMs: now });

export const leaseRecord = (holder: IngestHolder): BusRecord => ({
  topic: topic.leases.name,
  key,
  value: new TextEncoder().encode(JSON.stringify(holder)),
  timestampMs: holder.sinceMs,
});

/** Null when ingest has never run, or by another version. */
export const readIngestHolder = async (bus: Pick<BusAdmin, 'offsets' | 'read'>): Promise<IngestHolder | null> => {
  for (const { topic: name, partition, start, end } of await bus.offsets(topic.leases.name)) {
    const [newest] = end > start ? await bus.read(name, partition, end - 1, end, 1) : [];
    if (newest?.value == null) continue;
    const { pid, host, sinceMs } = JSON.parse(Buffer.from(newest.value).toString('utf8')) as IngestHolder;
    return { pid, host, sinceMs: epochMs(sinceMs) };
  }
  return null;
};

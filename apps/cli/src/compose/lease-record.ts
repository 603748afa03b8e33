import { hostname } from 'node:os';
import { type BusAdmin, type BusRecord, topic } from '@gexstream/bus';
import { type EpochMs, epochMs } from '@gexstream/domain';

/** Apps of which one process works at a time. Whoever is given the single partition of its topic is the one. */
export const leases = {
  ingest: { topic: topic.leases.name, group: 'ingest-lease' },
  bots: { topic: topic.botsLease.name, group: 'bots-lease' },
} as const;

export type LeasedApp = keyof typeof leases;

/** Who was given the lease last: groups tell no names. It stays when that process has gone. */
export interface LeaseHolder {
  readonly pid: number;
  readonly host: string;
  readonly sinceMs: EpochMs;
  /** It gave the lease back. */
  readonly released: boolean;
}

/** The newest word on the lease's topic, and its offset, which rises with each renewal. */
export interface LeaseWord {
  readonly holder: LeaseHolder;
  readonly offset: number;
}

export const thisProcess = (now: EpochMs): LeaseHolder => ({
  pid: process.pid,
  host: hostname(),
  sinceMs: now,
  released: false,
});

export const leaseRecord = (app: LeasedApp, holder: LeaseHolder, now: EpochMs): BusRecord => ({
  topic: leases[app].topic,
  key: app,
  value: new TextEncoder().encode(JSON.stringify(holder)),
  timestampMs: now,
});

/** Null when the app has never run, or by another version. */
export const readLease = async (bus: Pick<BusAdmin, 'offsets' | 'read'>, app: LeasedApp): Promise<LeaseWord | null> => {
  for (const { topic: name, partition, start, end } of await bus.offsets(leases[app].topic)) {
    const [newest] = end > start ? await bus.read(name, partition, end - 1, end, 1) : [];
    if (newest?.value == null) continue;
    const { pid, host, sinceMs, released = false } = JSON.parse(Buffer.from(newest.value).toString('utf8')) as LeaseHolder;
    return { holder: { pid, host, sinceMs: epochMs(sinceMs), released }, offset: newest.offset };
  }
  return null;
};

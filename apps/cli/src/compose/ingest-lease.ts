import { type Bus, topic } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import { leaseRecord, thisProcess } from './lease-record.ts';

export interface IngestLease {
  /** Resolves when another process has it, or the bus has gone: ingest must stop at once. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
  /** It was given back, not taken. */
  released(): boolean;
}

const group = 'ingest-lease';
/** A hand-over takes some seconds; after this long the operator wants to know. */
const noticeAfterMs = 10_000;

/**
 * Ingest is one: whoever is given the single partition of topic `leases` runs it, the others wait for their turn. On a data folder that a
 * process holds alone there is nobody to wait for.
 */
export const ingestLease = async (bus: Bus, wall: Clock, log: Logger): Promise<IngestLease> => {
  const held = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<void>();
  const subscription = await bus.subscribe({
    topics: [topic.leases.name],
    group,
    start: 'latest',
    onAssigned: async (partitions) => {
      if (partitions.length > 0) held.resolve();
      return undefined;
    },
    onRevoked: async () => lost.resolve(),
    onBatch: async (batch, commit) => commit(batch.records.at(-1)!.offset),
  });
  subscription.done.then(
    () => lost.resolve(),
    (error: unknown) => {
      held.reject(error);
      lost.resolve();
    },
  );
  const quiet = wall.after(noticeAfterMs, () => log.warn('another ingest holds the lease; waiting for it to go'));
  try {
    await held.promise;
  } finally {
    quiet();
  }
  await bus.publish([leaseRecord(thisProcess(wall.now()))]).catch((error: unknown) => {
    // Told for operators alone: it does not decide who runs.
    log.warn({ err: error }, 'could not say on topic leases who runs ingest');
  });
  let released = false;
  return {
    lost: lost.promise,
    released: () => released,
    release: () => {
      released = true;
      return subscription.close();
    },
  };
};

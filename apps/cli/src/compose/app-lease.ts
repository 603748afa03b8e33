import type { Bus } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import { type LeasedApp, leaseRecord, leases, thisProcess } from './lease-record.ts';
import { leaseVacancy, renewEveryMs } from './lease-vacancy.ts';

export interface AppLease {
  /** Resolves when another process has it, or the bus has gone: the app must stop at once. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
  /** It was given back, not taken. */
  released(): boolean;
}

/** A hand-over takes some seconds; after this long the operator wants to know. */
const noticeAfterMs = 10_000;
/** Giving the lease back is said for this long at most. */
const farewellMs = 1_000;

/**
 * One process works: whoever is given the single partition of the lease's topic says so every two seconds; the others wait until that
 * word is gone, then for their turn. On a data folder that a process holds alone there is nobody to wait for. Rejects with the signal's
 * reason.
 */
export const appLease = async (
  app: LeasedApp,
  bus: Bus,
  wall: Clock,
  log: Logger,
  { shared, signal }: { readonly shared: boolean; readonly signal: AbortSignal },
): Promise<AppLease> => {
  if (shared) await leaseVacancy(app, bus, wall, log, signal);
  const held = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<void>();
  const subscription = await bus.subscribe({
    topics: [leases[app].topic],
    group: leases[app].group,
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
  const quiet = wall.after(noticeAfterMs, () => log.warn(`another ${app} holds the lease; waiting for it to go`));
  const onAbort = (): void => held.reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    await held.promise;
  } catch (error) {
    await subscription.close();
    throw error;
  } finally {
    quiet();
    signal.removeEventListener('abort', onAbort);
  }
  const holder = thisProcess(wall.now());
  const say = async (released: boolean): Promise<void> => {
    await bus.publish([leaseRecord(app, { ...holder, released }, wall.now())]).catch((error: unknown) => {
      // It does not decide who runs: the group does.
      log.warn({ err: error }, `could not say who runs ${app}`);
    });
  };
  await say(false);
  let released = false;
  let mine = true;
  let saying = false;
  const renew = async (): Promise<void> => {
    // A bus that is away holds one word, not one for each two seconds.
    if (saying || !mine) return;
    saying = true;
    await say(false);
    saying = false;
  };
  const renewals = shared ? wall.every(renewEveryMs, () => void renew()) : () => {};
  // What another says from now on must stand.
  void lost.promise.then(() => {
    mine = false;
    renewals();
  });
  return {
    lost: lost.promise,
    released: () => released,
    release: async () => {
      renewals();
      const gives = mine && !released;
      released = true;
      // A bus that is away must not hold up a stop: others find out by the silence.
      if (gives) await Promise.race([say(true), new Promise<void>((resolve) => wall.after(farewellMs, resolve))]);
      await subscription.close();
    },
  };
};

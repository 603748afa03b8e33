import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Clock, type EpochMs, isoTime } from '@gexstream/domain/time';
import { open, type RootDatabase } from 'lmdb';
import { BusError } from '../errors.ts';
import { isRunning, processStart } from './process-start.ts';

/** Who writes a data folder. */
export interface LeaseHolder {
  readonly pid: number;
  /** Kernel ticks since boot, null where the system does not tell. */
  readonly processStart: string | null;
  readonly host: string;
  /** What the user typed: `npm start`. */
  readonly command: string;
  /** Where it answers, once it does. */
  readonly url: string | null;
  readonly sinceMs: EpochMs;
  readonly renewedMs: EpochMs;
}

export interface Lease {
  readonly holder: LeaseHolder;
  /** Tells others something that was not known at the start. */
  update(change: { readonly url: string | null }): Promise<void>;
  /** Lets the next one in. Safe to call twice. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  readonly holder: { readonly command: string; readonly url: string | null };
  readonly clock: Clock;
  /** Told when the lease has gone to someone else or cannot be renewed: stop writing. Default: a process warning. */
  readonly onLost?: (error: unknown) => void;
}

const renewEveryMs = 5_000;
/** Another machine's holder cannot be asked whether it lives; it is taken for gone after six missed renewals. */
const foreignStaleMs = 30_000;

type LeaseTable = RootDatabase<LeaseHolder, string>;

/**
 * Takes the one lease of a data folder, made if missing, and renews it until released. Throws `BUS_LEASE_HELD` naming the holder while
 * that lives; a killed holder is not waited for.
 */
export const acquireLease = async (path: string, { holder: given, clock, onLost = warn }: LeaseOptions): Promise<Lease> => {
  mkdirSync(path, { recursive: true });
  const table = openTable(path, false);
  const now = clock.now();
  let holder: LeaseHolder = {
    pid: process.pid,
    processStart: processStart(process.pid),
    host: hostname(),
    ...given,
    sinceMs: now,
    renewedMs: now,
  };
  try {
    table.transactionSync(() => {
      const other = table.get('holder');
      if (other !== undefined && holds(other, now)) throw held(path, other);
      table.putSync('holder', holder);
    });
  } catch (error) {
    await table.close();
    throw error;
  }

  let released: Promise<void> | null = null;
  const write = (next: LeaseHolder): void =>
    table.transactionSync(() => {
      const current = table.get('holder');
      if (current === undefined || !isSame(current, holder)) throw lost(path, current);
      table.putSync('holder', next);
      holder = next;
    });
  const stopRenewing = clock.every(renewEveryMs, () => {
    try {
      write({ ...holder, renewedMs: clock.now() });
    } catch (error) {
      stopRenewing();
      onLost(error);
    }
  });
  const release = async (): Promise<void> => {
    stopRenewing();
    table.transactionSync(() => {
      const current = table.get('holder');
      if (current !== undefined && isSame(current, holder)) table.removeSync('holder');
    });
    await table.close();
  };

  return {
    get holder() {
      return holder;
    },
    update: async (change) => write({ ...holder, ...change, renewedMs: clock.now() }),
    release() {
      released ??= release();
      return released;
    },
  };
};

/** Who holds the folder's lease at `nowMs`; null when nobody does, or its holder is gone. Fit for a process that only looks. */
export const readLease = async (path: string, clock: Clock): Promise<LeaseHolder | null> => {
  if (!existsSync(leaseFile(path))) return null;
  const table = openTable(path, true);
  try {
    const holder = table.get('holder');
    return holder !== undefined && holds(holder, clock.now()) ? holder : null;
  } finally {
    await table.close();
  }
};

/** `pid 1234 on HOST since TIME runs “npm start” at http://…` */
export const holderText = ({ pid, host, sinceMs, command, url }: LeaseHolder): string =>
  `pid ${pid} on ${host} since ${isoTime(sinceMs)} runs “${command}”${url === null ? '' : ` at ${url}`}`;

const leaseFile = (path: string): string => join(path, 'lease.mdb');

const openTable = (path: string, readOnly: boolean): LeaseTable =>
  open<LeaseHolder, string>(leaseFile(path), { noSubdir: true, encoding: 'json', mapSize: 2 ** 20, readOnly });

const holds = (holder: LeaseHolder, now: EpochMs): boolean =>
  holder.host === hostname() ? isRunning(holder.pid, holder.processStart) : now - holder.renewedMs <= foreignStaleMs;

const isSame = (a: LeaseHolder, b: LeaseHolder): boolean =>
  a.pid === b.pid && a.host === b.host && a.processStart === b.processStart && a.sinceMs === b.sinceMs;

const held = (path: string, holder: LeaseHolder): BusError =>
  new BusError('BUS_LEASE_HELD', `${path} is in use: ${holderText(holder)}. Stop it first, or choose another data folder`);

const lost = (path: string, holder: LeaseHolder | undefined): BusError => {
  const who = holder === undefined ? 'nobody' : holderText(holder);
  return new BusError('BUS_LEASE_HELD', `The lease of ${path} was lost; now it has: ${who}. Stop, or start again`);
};

const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error));

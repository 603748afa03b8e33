import type { BusAdmin } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import { type LeasedApp, readLease } from './lease-record.ts';

/** How often a holder says that it is there. */
export const renewEveryMs = 2_000;
/** Silent this long, a holder is gone: the broker needs longer to notice. */
const silentMsMax = 3 * renewEveryMs;
const lookEveryMs = 500;

/**
 * Resolves when nobody holds the lease: it was given back, was never given, or its holder has said nothing for six seconds. A group shares its
 * partition out anew whenever somebody joins, by names: whoever joined while another holds would take it from him every other time.
 * Rejects with the signal's reason.
 */
export const leaseVacancy = async (
  app: LeasedApp,
  bus: Pick<BusAdmin, 'offsets' | 'read'>,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<void> => {
  let seen: number | null = null;
  let silentMs = 0;
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    // A bus that does not answer tells nothing of the holder.
    const word = await readLease(bus, app).catch(() => undefined);
    if (word === null || word?.holder.released) return;
    if (word === undefined || word.offset !== seen) silentMs = 0;
    else if (silentMs >= silentMsMax) return;
    if (word !== undefined && seen !== null && word.offset !== seen && !told) {
      told = true;
      const { pid, host } = word.holder;
      log.warn({ pid, host }, `another ${app} holds the lease; waiting for it to go`);
    }
    seen = word?.offset ?? seen;
    await new Promise<void>((resolve) => clock.after(lookEveryMs, resolve));
    silentMs += lookEveryMs;
  }
};

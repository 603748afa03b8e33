import { type Bus, BusError, rowDeadLetters } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain';
import { StoreError } from '@gexstream/store';
import type { Logger } from 'pino';

/**
 * Rows that QuestDB refuses for good are kept where every other unreadable thing is, with the reason; the rest of their batch is stored.
 * Where the bus does not take them the write has failed: who wrote repeats it whole, or stops, and then its records are read again.
 */
export const quarantine = async (
  bus: Pick<Bus, 'publish'>,
  clock: Clock,
  log: Logger,
  table: string,
  rows: readonly object[],
  reason: string,
): Promise<void> => {
  log.error({ table, rows: rows.length, reason }, 'rows refused by the store: to dead-letters');
  try {
    await bus.publish(rowDeadLetters(table, rows, reason, clock.now()));
  } catch (error) {
    if (!(error instanceof BusError && error.retryable)) throw error;
    throw new StoreError('STORE_FAILED', `table ${table}: ${rows.length} refused rows are not in dead-letters yet`, error);
  }
};

import type { EpochMs } from '@gexstream/domain';
import type { Store } from '@gexstream/store';

/**
 * Lets the store forget what is older than its tables' retention, once per session date: at the first record seen and at each later date,
 * counted from the records' event time, so that a replay of an old day never meets today's retention.
 */
export class SessionTrim {
  readonly #store: Store;
  /** `YYYY-MM-DD` of the last trim that succeeded. */
  trimmedSession: string | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Rejects with a `StoreError` when the store fails; the next batch tries again. */
  async observe(sessionDate: string, eventMs: EpochMs): Promise<void> {
    if (this.trimmedSession !== null && sessionDate <= this.trimmedSession) return;
    await this.#store.trim(eventMs);
    this.trimmedSession = sessionDate;
  }
}

import type { Clock } from '@gexstream/domain';
import { StoreError } from '@gexstream/store';

export const retryMsMin = 250;
export const retryMsMax = 10_000;

/** 250 ms, doubled with each attempt, 10 s at most: one writer per table, so nobody needs to be kept apart by chance. */
export const retryDelayMs = (attempt: number): number => Math.min(retryMsMax, retryMsMin * 2 ** Math.min(attempt - 1, 20));

export interface RetryOptions {
  readonly clock: Clock;
  /** Once aborted, the next failure is final. */
  readonly stopping: AbortSignal;
  readonly onFailure: (error: StoreError, retryInMs: number) => void;
}

/** Does the work until it succeeds; rejects only with what another attempt cannot mend, or when stopping. */
export const storeWithRetries = async (
  work: () => Promise<void>,
  { clock, stopping, onFailure }: RetryOptions,
): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof StoreError && error.retryable) || stopping.aborted) throw error;
      const delayMs = retryDelayMs(attempt);
      onFailure(error, delayMs);
      await pause(clock, delayMs, stopping);
      if (stopping.aborted) throw error;
    }
  }
};

const pause = (clock: Clock, delayMs: number, stopping: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      cancel();
      stopping.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(delayMs, wake);
    stopping.addEventListener('abort', wake, { once: true });
  });

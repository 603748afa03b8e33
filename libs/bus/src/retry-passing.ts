import type { Clock } from '@gexstream/domain/time';
import { BusError } from './errors.ts';

const retryMsMin = 100;
const retryMsMax = 5_000;
/** What is under way when the app is told to stop gets so long. */
const stopGraceMs = 3_000;

export interface RetryPassingOptions {
  readonly clock: Clock;
  /** Once aborted, the next failure is final, and an attempt that hangs is left after 3 s. */
  readonly stopping?: AbortSignal;
  /** Told of each attempt that failed and will be repeated. */
  readonly onFailure?: (error: BusError) => void;
}

/**
 * Does the work for as long as what it fails with may pass: after 100 ms, growing to 5 s. Rejects with what no repeat mends, or, when
 * stopping, with the last failure. Work is repeated whole: publishing again may double records, which readers drop by their `seq`.
 */
export const retryPassing = async <T>(work: () => Promise<T>, options: RetryPassingOptions): Promise<T> => {
  const { clock, stopping, onFailure } = options;
  for (let waitMs = retryMsMin; ; waitMs = Math.min(2 * waitMs, retryMsMax)) {
    try {
      return await (stopping === undefined ? work() : unlessStopped(work(), clock, stopping));
    } catch (error) {
      if (!(error instanceof BusError && error.retryable) || stopping?.aborted) throw error;
      onFailure?.(error);
      await pause(clock, waitMs, stopping);
      if (stopping?.aborted) throw error;
    }
  }
};

const unlessStopped = <T>(work: Promise<T>, clock: Clock, stopping: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    let cancel = (): void => {};
    const leave = (): void => {
      cancel = clock.after(stopGraceMs, () =>
        reject(new BusError('BUS_TIMEOUT', `Stopping: the bus did not answer within ${stopGraceMs} ms`)),
      );
    };
    const over = (): void => {
      cancel();
      stopping.removeEventListener('abort', leave);
    };
    if (stopping.aborted) leave();
    else stopping.addEventListener('abort', leave, { once: true });
    work.finally(over).then(resolve, reject);
  });

/** Ends early when stopping. */
const pause = (clock: Clock, ms: number, stopping: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      cancel();
      stopping?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    stopping?.addEventListener('abort', wake, { once: true });
  });

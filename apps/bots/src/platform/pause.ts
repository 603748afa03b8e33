import type { Clock } from '@gexstream/domain';

/** Ends early when stopping. */
export const pause = (clock: Clock, ms: number, stopping: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      cancel();
      stopping.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    stopping.addEventListener('abort', wake);
    if (stopping.aborted) wake();
  });

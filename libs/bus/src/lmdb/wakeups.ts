import type { Cancel, Clock } from '@gexstream/domain/time';

/** Tells waiting subscriptions that there may be something new. */
export interface Wakeups {
  /** Rises with every commit; lets a reader see that something came while it was reading. */
  readonly version: number;
  /** Calls back once, at the first commit behind `version`, at once if there was one. May call back for nothing. */
  next(version: number, wake: () => void): Cancel;
}

/** Within the writing process: at once, without polling. */
export interface CommitWakeups extends Wakeups {
  committed(): void;
}

export const commitWakeups = (): CommitWakeups => {
  let version = 0;
  let waiting = new Set<() => void>();
  return {
    get version() {
      return version;
    },
    committed() {
      version++;
      const woken = waiting;
      waiting = new Set();
      for (const wake of woken) wake();
    },
    next(seen, wake) {
      if (seen !== version) {
        wake();
        return () => {};
      }
      waiting.add(wake);
      return () => waiting.delete(wake);
    },
  };
};

const pollMs = 100;

/** In another process than the writer's, which cannot be heard. */
export const pollWakeups = (clock: Clock): Wakeups => ({
  version: 0,
  next: (_seen, wake) => clock.after(pollMs, wake),
});

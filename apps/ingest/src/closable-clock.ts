import type { Cancel, Clock } from '@gexstream/domain';

/** A clock whose timers can all be cancelled together: what a stopped app still waits for must not keep the process alive. */
export interface ClosableClock extends Clock {
  close(): void;
}

export const closableClock = (clock: Clock): ClosableClock => {
  const running = new Set<Cancel>();
  let closed = false;
  const keep = (start: (done: () => void) => Cancel): Cancel => {
    if (closed) return () => undefined;
    const forget = (): void => {
      running.delete(cancel);
    };
    const stop = start(forget);
    const cancel: Cancel = () => {
      forget();
      stop();
    };
    running.add(cancel);
    return cancel;
  };
  return {
    now: () => clock.now(),
    after: (delayMs, callback) =>
      keep((done) =>
        clock.after(delayMs, () => {
          done();
          callback();
        }),
      ),
    every: (periodMs, callback) => keep(() => clock.every(periodMs, callback)),
    close: () => {
      closed = true;
      for (const cancel of [...running]) cancel();
    },
  };
};

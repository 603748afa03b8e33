import { type Cancel, type Clock, type EpochMs, epochMs } from '@gexstream/domain/time';

/** A clock that stands until it is turned by hand. */
export interface SimulatedClock extends Clock {
  /** Turns the clock on by `ms`; see `advanceTo`. */
  advance(ms: number): Promise<void>;
  /**
   * Turns the clock to a moment and calls back each timer on the way at its own time, the earliest first and equal ones in the order
   * they were set. Before each, and at the end, what became ready in the current turn of the event loop is let run, so promise
   * chains and actors settle; for real I/O or long work await what the caller knows (`idle()`). Rejects with what a callback throws.
   */
  advanceTo(at: number): Promise<void>;
  /** Timers set and not yet due. */
  readonly waiting: number;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Timers a simulated clock holds at most: more is a leak in what it drives. */
const timersMax = 100_000;

export const simulatedClock = (startMs: number): SimulatedClock => {
  let now = epochMs(startMs);
  let turning = false;
  /** The earliest last, among equals the first set last, so that the next one is cheap to take. */
  const timers: Timer[] = [];

  const schedule = (delayMs: number, callback: () => void): Timer => {
    if (!(Number.isFinite(delayMs) && delayMs >= 0))
      throw new RangeError(`A delay is finite and not negative, got ${delayMs} ms`);
    if (timers.length >= timersMax) throw new RangeError(`More than ${timersMax} timers wait; cancel those no longer needed`);
    const timer = { dueMs: now + delayMs, callback };
    timers.splice(placeOf(timers, timer.dueMs), 0, timer);
    return timer;
  };
  const cancel = (timer: Timer): void => {
    const place = timers.indexOf(timer);
    if (place >= 0) timers.splice(place, 1);
  };

  const advanceTo = async (at: number): Promise<void> => {
    const target = epochMs(at);
    if (target < now) throw new RangeError(`Time runs forward: cannot turn from ${now} back to ${at}`);
    if (turning) throw new Error('The simulated clock is being turned already; await that first');
    turning = true;
    try {
      await settle();
      for (let next = timers.at(-1); next !== undefined && next.dueMs <= target; next = timers.at(-1)) {
        timers.pop();
        now = epochMs(next.dueMs);
        next.callback();
        await settle();
      }
      now = target;
    } finally {
      turning = false;
    }
  };

  return {
    now: (): EpochMs => now,
    after: (delayMs, callback) => {
      const timer = schedule(delayMs, callback);
      return () => cancel(timer);
    },
    every: (periodMs, callback): Cancel => {
      if (!(periodMs >= 1)) throw new RangeError(`A period is at least 1 ms, got ${periodMs}`);
      const again = (): void => {
        timer = schedule(periodMs, again);
        callback();
      };
      let timer = schedule(periodMs, again);
      return () => cancel(timer);
    },
    advance: (ms) => advanceTo(now + ms),
    advanceTo,
    get waiting() {
      return timers.length;
    },
  };
};

/** Where a timer stands in an array sorted latest first: before all that are due at its time or earlier. */
const placeOf = (timers: readonly Timer[], dueMs: number): number => {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timers[middle] as Timer).dueMs > dueMs) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Two turns: what the first one hands on to the next turn is done then as well. */
const settle = async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
};

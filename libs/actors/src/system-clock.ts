// biome-ignore-all lint/plugin: this is the adapter of the Clock port that may touch the machine's clock and timers.
import { type Cancel, type Clock, epochMs } from '@gexstream/domain/time';
import { steadyTime } from './steady-time.ts';

/** The longest delay the platform's timers take; beyond it they fire at once. */
const timerMsMax = 2_147_483_647;

/** One for the process: its clocks agree, whenever they were made. */
const now = steadyTime({ wall: () => Date.now(), monotonic: () => performance.now() });

/** The machine's clock, which never goes back, and its timers. Timers keep the process alive until they are cancelled. */
export const systemClock = (): Clock => ({
  now: () => epochMs(now()),
  after: (delayMs, callback) => {
    assertDelay(delayMs);
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      timer = leftMs > timerMsMax ? setTimeout(() => wait(leftMs - timerMsMax), timerMsMax) : setTimeout(callback, leftMs);
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
  every: (periodMs, callback): Cancel => {
    if (!(periodMs >= 1 && periodMs <= timerMsMax)) {
      throw new RangeError(`A period is 1 to ${timerMsMax} ms, got ${periodMs}`);
    }
    const timer = setInterval(callback, periodMs);
    return () => clearInterval(timer);
  },
});

const assertDelay = (delayMs: number): void => {
  if (!(Number.isFinite(delayMs) && delayMs >= 0)) throw new RangeError(`A delay is finite and not negative, got ${delayMs} ms`);
};

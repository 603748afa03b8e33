/** Where the machine's two times come from, ms. */
export interface MachineTimes {
  /** Since the epoch; people and NTP may set it. */
  readonly wall: () => number;
  /** Since some moment of its own; nobody can set it. */
  readonly monotonic: () => number;
}

/** NTP pulls a clock by less than this at a time; a wall clock that falls by more was set back. */
const setBackMs = 1_000;

/**
 * Wall time that never goes back: when the wall clock is set back, it goes on from where it was at the pace of the monotonic one, so that ages
 * grow and nothing waits for the lost hour to pass again. Set forward, or woken from sleep, it follows. Changes of summer time do not touch it.
 */
export const steadyTime = ({ wall, monotonic }: MachineTimes): (() => number) => {
  let offset = wall() - monotonic();
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const mono = monotonic();
    const found = wall() - mono;
    if (found > offset - setBackMs) offset = found;
    last = Math.max(last, Math.floor(mono + offset));
    return last;
  };
};

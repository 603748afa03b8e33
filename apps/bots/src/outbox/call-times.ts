import type { Rate } from './platform-pace.ts';

/** When calls were made, oldest first: no more of them than the widest rate counts. */
export type CallTimes = readonly number[];

/** From when on one more call keeps within all rates; −Infinity: at once. */
export const nextCallMs = (times: CallTimes, rates: readonly Rate[]): number =>
  Math.max(
    Number.NEGATIVE_INFINITY,
    ...rates.map(({ calls, withinMs }) => {
      const oldestThatCounts = times.at(-calls);
      return times.length < calls || oldestThatCounts === undefined ? Number.NEGATIVE_INFINITY : oldestThatCounts + withinMs;
    }),
  );

export const withCall = (times: CallTimes, rates: readonly Rate[], now: number): CallTimes => {
  const most = Math.max(0, ...rates.map(({ calls }) => calls));
  return most === 0 ? [] : [...times, now].slice(-most);
};

import type { Bus } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain';

/** A group that must not fall behind: what retention took before it was read would be missing in what it makes of it. */
export interface Follower {
  readonly group: string;
  readonly topic: string;
  /** How far it may be behind. */
  readonly recordsMax: number;
}

const askEveryMs = 20;

/** Waits until each is at most as far behind as it may be, or the stop. */
export const followed = async (
  bus: Pick<Bus, 'offsets' | 'committed'>,
  followers: readonly Follower[],
  clock: Clock,
  stopping: AbortSignal,
): Promise<void> => {
  for (const follower of followers)
    while (!stopping.aborted && (await recordsBehind(bus, follower)) > follower.recordsMax)
      await pause(clock, askEveryMs, stopping);
};

const recordsBehind = async (bus: Pick<Bus, 'offsets' | 'committed'>, { group, topic }: Follower): Promise<number> => {
  const committed = new Map(
    (await bus.committed(group)).flatMap(({ topic: name, partition, offset }) => (name === topic ? [[partition, offset]] : [])),
  );
  const offsets = await bus.offsets(topic);
  return offsets.reduce((sum, { partition, start, end }) => sum + end - Math.max(start, committed.get(partition) ?? start), 0);
};

/** Waits so long, or until the stop. */
export const pause = (clock: Clock, delayMs: number, stopping: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.after(delayMs, done);
    function done(): void {
      cancel();
      stopping.removeEventListener('abort', done);
      resolve();
    }
    stopping.addEventListener('abort', done);
    if (stopping.aborted) done();
  });

import { systemClock } from '@gexstream/actors';

const system = systemClock();
const everyMs = 50;
/** For what hangs, not for a machine with other work to do. */
const waitMsMax = 60_000;

/** Looks again and again until it is so. Rejects, saying what never was, after a minute. */
export const until = async (what: string, isDone: () => boolean | Promise<boolean>): Promise<void> => {
  for (let waitedMs = 0; waitedMs < waitMsMax; waitedMs += everyMs) {
    if (await isDone()) return;
    await new Promise<void>((resolve) => {
      system.after(everyMs, resolve);
    });
  }
  throw new Error(`not within ${waitMsMax / 1_000} s: ${what}`);
};

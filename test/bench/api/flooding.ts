import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load } from './load.ts';

export interface Flooded {
  readonly answered: number;
  /** Requests that were due and not sent, for all connections waited for answers. */
  readonly kept: number;
}

/** Requests from a process of their own, so that their answers hold up nobody who measures. */
export interface Flooding {
  /** Ends it; what came of it since it began. */
  stop(): Promise<Flooded>;
}

/** Resolves when it has begun. An answer of another status ends it, and rejects `stop`. */
export const startFlooding = async (load: Required<Load>, perSecond: number): Promise<Flooding> => {
  const child = fork(join(import.meta.dirname, 'flood.ts'));
  const ended = once(child, 'exit');
  const flooded = async (): Promise<Flooded> => {
    const [said] = await Promise.race([once(child, 'message'), ended]);
    if (typeof said !== 'object') throw new Error('the flood ended by itself, so nothing is printed');
    return said as Flooded;
  };
  child.send({ options: { ...load, perSecond } });
  await flooded();
  return {
    stop: async () => {
      // Ended already, it takes no question.
      if (child.connected) child.send('flooded');
      const came = await flooded();
      child.kill('SIGKILL');
      await ended;
      return came;
    },
  };
};

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load } from './load.ts';

/** Requests from a process of their own, so that their answers hold up nobody who measures. */
export interface Flooding {
  /** Ends it; how many were answered since it began. */
  stop(): Promise<number>;
}

/** Resolves when it has begun. An answer of another status ends it, and rejects `stop`. */
export const startFlooding = async (load: Required<Load>, perSecond: number): Promise<Flooding> => {
  const child = fork(join(import.meta.dirname, 'flood.ts'));
  const ended = once(child, 'exit');
  const answered = async (): Promise<number> => {
    const [said] = await Promise.race([once(child, 'message'), ended]);
    if (typeof said !== 'object') throw new Error('the flood ended by itself, so nothing is printed');
    return (said as { readonly answered: number }).answered;
  };
  child.send({ options: { ...load, perSecond } });
  await answered();
  return {
    stop: async () => {
      // Ended already, it takes no question.
      if (child.connected) child.send('answered');
      const count = await answered();
      child.kill('SIGKILL');
      await ended;
      return count;
    },
  };
};

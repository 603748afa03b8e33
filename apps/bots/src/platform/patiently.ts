import type { Clock } from '@gexstream/domain';
import { ChatError } from './chat-platform.ts';

const attemptsMax = 3;
const waitMsMax = 60_000;
const waitMsUsual = 1_000;

/** For what nobody else tries again: the answer to a command, the second half of a message. Waits as long as it is told to, up to a minute; what may have arrived stays. */
export const patiently = async <T>(clock: Clock, work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ChatError) || attempt === attemptsMax) throw error;
      const passes = error.kind === 'rate-limited' || (error.kind === 'unavailable' && !error.unclear);
      const waitMs = error.retryAfterMs ?? waitMsUsual * attempt;
      if (!passes || waitMs > waitMsMax) throw error;
      await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
    }
  }
};

import type { Clock } from '@gexstream/domain';
import { allTables, type Store } from '@gexstream/store';
import type { Logger } from 'pino';

const againMs = 5_000;

/** Declares the tables to a store, again every five seconds while that fails; until then reading rejects. Gives what ends the trying. */
export const declareWhenReached = (store: Store, clock: Clock, log: Logger): (() => Promise<void>) => {
  let stopped = false;
  let told = false;
  let cancel = (): void => {};
  const attempt = async (): Promise<void> => {
    try {
      await store.declareTables(allTables);
      if (told) log.info('the store can be read');
    } catch (err) {
      if (stopped) return;
      if (!told) log.warn({ err, againMs }, 'the store cannot be read; what it holds is missing until it can');
      told = true;
      cancel = clock.after(againMs, () => void attempt());
    }
  };
  const trying = attempt();
  return async () => {
    stopped = true;
    cancel();
    await trying;
  };
};

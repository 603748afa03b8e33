import type { AppLease } from './app-lease.ts';
import type { AppName } from './app-names.ts';

/** Two that number the same records would break their order: whoever loses the lease ends. */
export const lostLease = async (lease: AppLease): Promise<void> => {
  await lease.lost;
  if (lease.released()) return;
  throw new Error('the lease of ingest was lost: another process runs it now');
};

/** An app that ends before it was stopped has failed, whatever it says. */
export const endedEarly = async (app: AppName, done: Promise<void>, stopping: () => boolean): Promise<never> => {
  await done;
  if (!stopping()) throw new Error(`${app} ended by itself`);
  return new Promise<never>(() => {});
};

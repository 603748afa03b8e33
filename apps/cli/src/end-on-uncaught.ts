import type { Logger } from 'pino';

/**
 * Whatever nobody caught leaves a state that nobody knows: the reason is logged and the process ends with status 1. What it had acknowledged is
 * kept, what it had not comes again; whoever supervises it starts it anew.
 */
export const endOnUncaught = (log: Logger): void => {
  // Rejections that nobody handles arrive here too, with their own origin.
  process.once('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'nobody caught this; the process ends, to be started again from what is kept');
    process.exit(1);
  });
};

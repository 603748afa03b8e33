import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import { ChatError } from './chat-platform.ts';
import { pause } from './pause.ts';

const waitMsMax = 60_000;

/**
 * Resolves once `meet` has, or at once when the platform is away: then it is tried again in the background, after 1, 2, 4 … 60 s, for one platform must not keep the rest
 * of the process from starting. Rejects, or later hands to `onFailed`, what does not pass.
 */
export const meetPlatform = async (
  {
    name,
    clock,
    log,
    stopping,
  }: { readonly name: string; readonly clock: Clock; readonly log: Logger; readonly stopping: AbortSignal },
  meet: () => Promise<void>,
  onFailed: (error: unknown) => void,
): Promise<void> => {
  const later = async (waitMs: number): Promise<void> => {
    await pause(clock, waitMs, stopping);
    if (stopping.aborted) return;
    await meet().catch((error: unknown) => {
      if (!passes(error)) return onFailed(error);
      log.warn({ err: error, waitMs }, `${name} is not reached; tried again`);
      return later(Math.min(2 * waitMs, waitMsMax));
    });
  };
  await meet().catch((error: unknown) => {
    if (!passes(error)) throw error;
    log.warn({ err: error }, `${name} is not reached; tried again`);
    void later(1_000);
  });
};

const passes = (error: unknown): boolean =>
  error instanceof ChatError && (error.kind === 'unavailable' || error.kind === 'rate-limited');

import type { ActorRef } from '@gexstream/actors';
import { type Bus, retryPassing } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { FramePublisherMessage } from './actors/frame-publisher.actor.ts';
import { readLastPublished } from './last-published.ts';
import type { StatusBoard } from './status-board.ts';
import { tell } from './tell.ts';

export interface IntroduceParts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly stopping: AbortSignal;
  readonly board: StatusBoard;
  readonly publisher: ActorRef<FramePublisherMessage>;
}

/**
 * Looks up where the log has an underlying that this run did not begin with, before anything of it is published: its numbers must go on,
 * for readers drop what they take for old.
 */
export const introduceUnderlyings = (configured: readonly string[], parts: IntroduceParts) => {
  const { bus, clock, log, stopping, board, publisher } = parts;
  const known = new Set(configured);
  return async (underlyings: readonly string[]): Promise<void> => {
    const unknown = [...new Set(underlyings)].filter((underlying) => !known.has(underlying));
    if (unknown.length === 0) return;
    const onFailure = (error: Error): void =>
      log.warn({ err: error, unknown }, 'the log could not be read; demands wait, and it is tried again');
    const last = await retryPassing(() => readLastPublished(bus, unknown), { clock, stopping, onFailure }).catch(
      (error: unknown) => {
        if (stopping.aborted) return null;
        throw error;
      },
    );
    if (last === null) return;
    const { seq, eventMs } = last;
    for (const underlying of unknown) known.add(underlying);
    board.introduce(seq, eventMs);
    await tell(publisher, { type: 'introduce', seq });
  };
};

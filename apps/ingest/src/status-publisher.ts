import type { Publisher } from '@gexstream/bus';
import type { Clock, Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { StatusBoard } from './status-board.ts';
import { statusRecord } from './status-record.ts';

export interface StatusPublisherOptions {
  readonly bus: Publisher;
  readonly board: StatusBoard;
  readonly clock: Clock;
  readonly wallClock: Clock;
  readonly feed: Feed;
  readonly run: string;
  readonly log: Logger;
}

/** Publishes the status; while one is on its way, any number of requests make one more: the newest is all that counts. */
export class StatusPublisher {
  readonly #options: StatusPublisherOptions;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(options: StatusPublisherOptions) {
    this.#options = options;
  }

  /** Resolves when a status no older than the call is published, or could not be: then the log says so, and the next second tries again. */
  async publish(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #run(): Promise<void> {
    const { bus, board, clock, wallClock, feed, run, log } = this.#options;
    while (this.#again) {
      this.#again = false;
      const status = { ...board.status(wallClock.now()), seq: board.seq };
      try {
        await bus.publish([statusRecord(status, feed, run, clock.now())]);
      } catch (error) {
        log.warn({ err: error }, 'feed status not published');
        return;
      }
    }
  }
}

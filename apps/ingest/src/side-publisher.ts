import type { BusRecord, Publisher } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';

export interface SidePublisherOptions {
  readonly bus: Publisher;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Publishes what stands beside the market's order and must never hold it up: notices, samples of what could not be read. */
export interface SidePublisher {
  /** Returns at once. While the bus is slow 64 records wait; then the oldest goes, and the log says so. */
  put(record: BusRecord): void;
  /** Resolves when nothing is under way, or after 3 s; what is not out by then is left. */
  settled(): Promise<void>;
}

const waitingMax = 64;
const retryMs = 1_000;
const settleMsMax = 3_000;

export const sidePublisher = ({ bus, clock, log }: SidePublisherOptions): SidePublisher => {
  const waiting: BusRecord[] = [];
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      try {
        await bus.publish(batch);
      } catch (error) {
        log.warn({ err: error, topic: batch[0]!.topic }, 'side records not published; tried again');
        waiting.unshift(...batch.slice(0, waitingMax - waiting.length));
        clock.after(retryMs, start);
        return;
      }
    }
  };
  const start = (): void => {
    running ??= run().finally(() => {
      running = null;
    });
  };

  return {
    put: (record) => {
      if (waiting.length >= waitingMax) {
        const dropped = waiting.shift();
        log.warn({ topic: dropped?.topic }, 'a side record was dropped: too many wait');
      }
      waiting.push(record);
      start();
    },
    settled: () =>
      new Promise<void>((resolve) => {
        const cancel = clock.after(settleMsMax, resolve);
        void Promise.resolve(running).finally(() => {
          cancel();
          resolve();
        });
      }),
  };
};

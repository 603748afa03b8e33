import type { ActorRef, ActorSystem } from '@gexstream/actors';
import { type Bus, partitionOf, retryPassing, topic } from '@gexstream/bus';
import type { Clock, Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import {
  type Append,
  type FramePublisher,
  type FramePublisherEffect,
  type FramePublisherMessage,
  framePublisher,
} from './actors/frame-publisher.actor.ts';
import type { Counters } from './counters.ts';
import { draftUpdates } from './draft-size.ts';
import type { LastPublished } from './last-published.ts';
import { marketRecords, markRecords } from './market-records.ts';
import { Outbox, type OutboxLimits, type OutboxStatus } from './outbox.ts';
import { type Recorder, recorded } from './recording/recorder.ts';
import type { StatusBoard } from './status-board.ts';
import { tell } from './tell.ts';

export interface PublisherParts {
  readonly system: ActorSystem;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  readonly run: string;
  readonly last: LastPublished;
  readonly counters: Counters;
  readonly board: StatusBoard;
  readonly limits: OutboxLimits;
  readonly recorder: Recorder | undefined;
}

export interface SpawnedPublisher {
  readonly publisher: ActorRef<FramePublisherMessage>;
  readonly outbox: () => OutboxStatus;
  /**
   * Waits until all that came is kept. A bus that is away now is not waited for: resolves with false after some seconds. What is lost then
   * lies in the gap that the next start says.
   */
  readonly drained: () => Promise<boolean>;
}

/** Handled at once, whatever the bus does: what waits for the bus waits in the outbox. */
const mailboxCapacity = 256;
const drainMsMax = 4_000;

/** Its numbers live in its state, and a number once given must not be given again: a crash ends ingest. */
export const spawnPublisher = (parts: PublisherParts): SpawnedPublisher => {
  const { system, bus, clock, log, feed, run, last, counters, board } = parts;
  const outbox = new Outbox(parts.limits);
  const stopping = new AbortController();
  let idle = true;
  let tellIdle = (): void => {};

  const append = async (appends: readonly Append[]): Promise<void> => {
    const records = appends.flatMap((one) => ('marks' in one ? markRecords(one.marks) : marketRecords(one.events)));
    await retryPassing(() => bus.publish(records), {
      clock,
      stopping: stopping.signal,
      onFailure: (error) => {
        counters.publishFailures += 1;
        const { drafts, bytes } = outbox.status(clock.now());
        log.warn({ err: error, drafts, bytes }, 'not published; what comes waits, and it is tried again');
      },
    });
    for (const one of appends) {
      if ('marks' in one) {
        counters.timeMarks += one.marks.length;
        continue;
      }
      counters.records += one.events.length;
      counters.updates += one.events.reduce((sum, event) => sum + draftUpdates(event), 0);
      board.published(one.events);
    }
  };

  const publisher = system.spawn<FramePublisher, FramePublisherMessage, FramePublisherEffect>({
    name: 'frame-publisher',
    initial: () => ({
      feed,
      run,
      partitions: topic.market.partitions,
      partitionOf: (underlying: string) => partitionOf(underlying, topic.market.partitions),
      seq: last.seq,
      lastEventMs: last.partitionMs,
      outbox,
      appending: false,
    }),
    behavior: framePublisher,
    perform: (effect, self) => {
      idle = effect.type === 'idle';
      if (effect.type === 'idle') tellIdle();
      // Not awaited: a bus that is slow or away must not keep anyone from reading the socket.
      else
        void append(effect.appends).then(
          () => tell(self, { type: 'appended' }),
          (error: unknown) => tell(self, { type: 'refused', error }),
        );
    },
    mailbox: { whenFull: 'block', capacity: mailboxCapacity },
    crash: { onCrash: 'escalate' },
  });

  const drained = async (): Promise<boolean> => {
    await publisher.idle().catch(() => undefined);
    const kept = await new Promise<boolean>((resolve) => {
      if (idle) return resolve(true);
      tellIdle = () => resolve(true);
      clock.after(drainMsMax, () => resolve(false));
    });
    stopping.abort();
    return kept;
  };
  return {
    publisher: parts.recorder === undefined ? publisher : recorded(publisher, parts.recorder),
    outbox: () => outbox.status(clock.now()),
    drained,
  };
};

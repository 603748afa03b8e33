import type { ActorRef, ActorSystem } from '@gexstream/actors';
import { type Bus, partitionOf, topic } from '@gexstream/bus';
import type { Clock, Feed, MarketEvent } from '@gexstream/domain';
import { type FramePublisherMessage, framePublisher } from './actors/frame-publisher.actor.ts';
import type { Counters } from './counters.ts';
import type { LastPublished } from './last-published.ts';
import { marketRecords, markRecords } from './market-records.ts';
import { publishWithRetries } from './publish-with-retries.ts';
import type { StatusBoard } from './status-board.ts';

export interface PublisherParts {
  readonly system: ActorSystem;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly feed: Feed;
  readonly run: string;
  readonly last: LastPublished;
  readonly counters: Counters;
  readonly board: StatusBoard;
}

/** Messages that may wait to be published. Who sends more waits: nothing is dropped, in the end the socket is not read. */
const mailboxCapacity = 256;

/** Its numbers live in its state, and a number once given must not be given again: a crash ends ingest. */
export const spawnPublisher = ({
  system,
  bus,
  clock,
  feed,
  run,
  last,
  counters,
  board,
}: PublisherParts): ActorRef<FramePublisherMessage> =>
  system.spawn({
    name: 'frame-publisher',
    initial: () => ({
      feed,
      run,
      partitions: topic.market.partitions,
      partitionOf: (underlying: string) => partitionOf(underlying, topic.market.partitions),
      seq: last.seq,
      lastEventMs: last.partitionMs,
    }),
    behavior: framePublisher,
    perform: async (effect) => {
      if (effect.type === 'append-marks') {
        await publishWithRetries(bus, markRecords(effect.marks), clock);
        counters.timeMarks += effect.marks.length;
        return;
      }
      await publishWithRetries(bus, marketRecords(effect.events), clock);
      counters.records += effect.events.length;
      counters.updates += effect.events.reduce((sum, event) => sum + updatesOf(event), 0);
      board.published(effect.events);
    },
    mailbox: { whenFull: 'block', capacity: mailboxCapacity },
    crash: { onCrash: 'escalate' },
  });

const updatesOf = (event: MarketEvent): number => {
  if (event.kind === 'option-updates') return event.body.symbols.length;
  return event.kind === 'underlying-quote' || event.kind === 'underlying-bar' ? 1 : 0;
};

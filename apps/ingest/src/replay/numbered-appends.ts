import { partitionOf, topic } from '@gexstream/bus';
import { type EpochMs, epochMs, type Feed } from '@gexstream/domain';
import { type Append, type FramePublisher, type FramePublisherMessage, framePublisher } from '../actors/frame-publisher.actor.ts';
import { Outbox } from '../outbox.ts';

/** The publisher's behaviour, turned by hand: numbers and event times come from the messages and `now` alone, never from how fast the bus is. */
export const appendNumbering = (feed: Feed, run: string) => {
  let state: FramePublisher = {
    feed,
    run,
    partitions: topic.market.partitions,
    partitionOf: (underlying) => partitionOf(underlying, topic.market.partitions),
    seq: new Map(),
    lastEventMs: new Array<EpochMs>(topic.market.partitions).fill(epochMs(0)),
    outbox: new Outbox(),
    appending: false,
  };
  /** What is to be appended for one message; each is taken for kept at once. */
  return (message: FramePublisherMessage, now: EpochMs): readonly Append[] => {
    const appends: Append[] = [];
    let turn = framePublisher(state, message, now);
    while (turn.state.appending) {
      for (const effect of turn.effects) if (effect.type === 'append') appends.push(...effect.appends);
      turn = framePublisher(turn.state, { type: 'appended' }, now);
    }
    state = turn.state;
    return appends;
  };
};

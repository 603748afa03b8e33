import { epochMs, type MarketEvent } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import type { Draft } from '../draft.ts';
import { type FramePublisher, type FramePublisherMessage, framePublisher } from './frame-publisher.actor.ts';

// Friday 20 November 2026, 10:30 in New York.
const noon = 1_795_188_600_000;

const fresh: FramePublisher = {
  feed: 'sim',
  run: 'r1',
  partitions: 2,
  partitionOf: (underlying) => (underlying === 'SPX' ? 0 : 1),
  seq: new Map([['SPX', 41]]),
  lastEventMs: [noon, 0],
};

const quote = (underlying: string, sourceMs: number): Draft => ({
  kind: 'underlying-quote',
  underlying,
  sourceMs: epochMs(sourceMs),
  body: { origin: 'stream', last: 100 },
});

const run = (messages: readonly FramePublisherMessage[]): readonly MarketEvent[] => {
  let state = fresh;
  return messages.flatMap((message) => {
    const turn = framePublisher(state, message, epochMs(noon + 9_000));
    state = turn.state;
    return turn.effects.flatMap((effect) => (effect.type === 'append' ? effect.events : effect.marks));
  });
};

const publish = (receivedMs: number, ...drafts: readonly Draft[]): FramePublisherMessage => ({
  type: 'publish',
  drafts,
  receivedMs: epochMs(receivedMs),
});

describe('the frame publisher', () => {
  test('goes on from the number the log ends with, and begins with 1 for who is new', () => {
    const events = run([publish(noon, quote('SPX', noon), quote('QQQ', noon)), publish(noon, quote('SPX', noon))]);
    expect(events.map(({ underlying, seq }) => [underlying, seq])).toEqual([
      ['SPX', 42],
      ['QQQ', 1],
      ['SPX', 43],
    ]);
  });

  test('event time is the source time, but never after receipt and never before what the partition has', () => {
    const events = run([
      publish(noon + 100, quote('SPX', noon + 60)),
      publish(noon + 200, quote('SPX', noon + 5_000)),
      publish(noon + 300, quote('SPX', noon - 80_000)),
      publish(noon + 300, quote('QQQ', noon - 80_000)),
    ]);
    expect(events.map(({ eventMs }) => eventMs - noon)).toEqual([60, 200, 200, -80_000]);
  });

  test('a mark reaches every partition, has no number, and later events do not fall behind it', () => {
    const events = run([{ type: 'mark', at: epochMs(noon + 250) }, publish(noon + 260, quote('QQQ', noon))]);
    expect(events.map(({ kind, underlying, seq, eventMs }) => [kind, underlying, seq, eventMs - noon])).toEqual([
      ['time-mark', '*', 0, 250],
      ['time-mark', '*', 0, 250],
      ['underlying-quote', 'QQQ', 1, 250],
    ]);
  });

  test('the envelope says feed, run, times and trading date', () => {
    const [event] = run([publish(noon + 5, quote('SPX', noon + 1))]);
    expect(event).toMatchObject({
      version: 1,
      feed: 'sim',
      run: 'r1',
      eventMs: noon + 1,
      receiveMs: noon + 5,
      emitMs: noon + 9_000,
      sessionDate: '2026-11-20',
    });
  });
});

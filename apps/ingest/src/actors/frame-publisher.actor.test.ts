import { epochMs, type MarketEvent } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import type { Draft } from '../draft.ts';
import { Outbox } from '../outbox.ts';
import { type FramePublisher, type FramePublisherMessage, framePublisher } from './frame-publisher.actor.ts';

// Friday 20 November 2026, 10:30 in New York.
const noon = 1_795_188_600_000;

const fresh = (): FramePublisher => ({
  feed: 'sim',
  run: 'r1',
  partitions: 2,
  partitionOf: (underlying) => (underlying === 'SPX' ? 0 : 1),
  seq: new Map([['SPX', 41]]),
  lastEventMs: [noon, 0],
  outbox: new Outbox(),
  appending: false,
});

const quote = (underlying: string, sourceMs: number): Draft => ({
  kind: 'underlying-quote',
  underlying,
  sourceMs: epochMs(sourceMs),
  body: { origin: 'stream', last: 100 },
});

const now = epochMs(noon + 9_000);

const eventsOf = (effects: ReturnType<typeof framePublisher>['effects']): readonly MarketEvent[] =>
  effects.flatMap((effect) =>
    effect.type === 'idle' ? [] : effect.appends.flatMap((one) => ('marks' in one ? one.marks : one.events)),
  );

/** What is appended when the bus keeps each append before the next message comes. */
const run = (messages: readonly FramePublisherMessage[]): readonly MarketEvent[] => {
  let state = fresh();
  return messages.flatMap((message) => {
    const turn = framePublisher(state, message, now);
    state = framePublisher(turn.state, { type: 'appended' }, now).state;
    return eventsOf(turn.effects);
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

  test('while an append is under way nothing is numbered; then all that came goes together, in its order', () => {
    const first = framePublisher(fresh(), publish(noon, quote('SPX', noon)), now);
    const waiting = [
      publish(noon + 10, quote('SPX', noon + 10)),
      { type: 'mark', at: epochMs(noon + 20) } as const,
      publish(noon + 30, quote('SPX', noon + 30)),
    ].reduce((state, message) => {
      const turn = framePublisher(state, message, now);
      expect(turn.effects).toEqual([]);
      return turn.state;
    }, first.state);
    const second = framePublisher(waiting, { type: 'appended' }, now);
    expect(eventsOf(second.effects).map(({ kind, seq, eventMs }) => [kind, seq, eventMs - noon])).toEqual([
      ['underlying-quote', 43, 10],
      ['time-mark', 0, 20],
      ['time-mark', 0, 20],
      ['underlying-quote', 44, 30],
    ]);
    expect(framePublisher(second.state, { type: 'appended' }, now).effects).toEqual([{ type: 'idle' }]);
  });

  test('what is dropped takes no number: the gap that says it has the next one', () => {
    const small: FramePublisher = { ...fresh(), outbox: new Outbox({ bytesMax: 2 ** 20, draftsMax: 2 }) };
    const full = [0, 1, 2, 3, 4].reduce(
      (state, at) => framePublisher(state, publish(noon + at, quote('SPX', noon + at)), now).state,
      small,
    );
    const drained = framePublisher(full, { type: 'appended' }, now);
    const said = framePublisher(drained.state, { type: 'appended' }, now);
    const events = [...eventsOf(drained.effects), ...eventsOf(said.effects)];
    expect(events.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['underlying-quote', 43],
      ['underlying-quote', 44],
      ['gap', 45],
    ]);
    expect(events[2]!.body).toMatchObject({ fromMs: noon + 3, toMs: noon + 4 });
  });

  test('an append that will never be kept ends it, with the reason', () => {
    const error = new Error('no right to write');
    expect(() => framePublisher(fresh(), { type: 'refused', error }, now)).toThrow(error);
  });
});

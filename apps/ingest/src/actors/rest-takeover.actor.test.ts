import { epochMs } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { initialRestTakeover, type RestTakeover, type RestTakeoverMessage, restTakeover } from './rest-takeover.actor.ts';

/** Ticks of a second; every call is answered before the next one, unless told otherwise. */
class Takeover {
  state: RestTakeover = initialRestTakeover;
  readonly calls: { readonly second: number; readonly what: string }[] = [];
  second = 0;

  send(message: RestTakeoverMessage): this {
    const turn = restTakeover(this.state, message, epochMs(0));
    this.state = turn.state;
    for (const effect of turn.effects)
      this.calls.push({ second: this.second, what: effect.type === 'fetch-quotes' ? 'quotes' : effect.underlying });
    return this;
  }
  seconds(count: number, streaming: boolean, underlyings: readonly string[], answer: 'answered' | 'failed' = 'answered'): this {
    for (let step = 0; step < count; step += 1) {
      this.second += 1;
      const before = this.calls.length;
      this.send({ type: 'tick', streaming, underlyings, nearest: underlyings.filter((each) => each !== 'NEW') });
      if (this.calls.length > before) this.send({ type: answer });
    }
    return this;
  }
}

const four = ['SPX', 'SPY', 'QQQ', 'IWM'];

describe('REST in place of the stream', () => {
  test('asks nothing while the stream is up, nor for a loss of a moment', () => {
    const takeover = new Takeover().seconds(2, false, four).seconds(60, true, four).seconds(3, false, four);
    expect(takeover.calls).toEqual([]);
    expect(takeover.seconds(1, false, four).calls).toEqual([{ second: 66, what: 'quotes' }]);
  });

  test('the spot every five seconds, the nearest expiry of each every ten, one call a second at most', () => {
    const { calls } = new Takeover().seconds(63, false, four);
    const during = (what: string): readonly number[] => calls.filter((call) => call.what === what).map(({ second }) => second);
    expect(during('quotes')).toEqual([4, 9, 14, 19, 24, 29, 34, 39, 44, 49, 54, 59]);
    for (const underlying of four) {
      const seconds = during(underlying);
      expect(seconds.length).toBeGreaterThanOrEqual(5);
      for (const [index, second] of seconds.slice(1).entries()) expect(second - seconds[index]!).toBeGreaterThanOrEqual(10);
    }
    expect(new Set(calls.map(({ second }) => second)).size).toBe(calls.length);
  });

  test('with many symbols the oldest is next, and there is never more than a call a second', () => {
    const many = Array.from({ length: 44 }, (_, index) => `S${index}`);
    const { calls } = new Takeover().seconds(120, false, many);
    expect(calls.length).toBeLessThanOrEqual(120);
    const asked = new Map(many.map((each) => [each, calls.filter(({ what }) => what === each).length]));
    expect(Math.max(...asked.values()) - Math.min(...asked.values())).toBeLessThanOrEqual(1);
  });

  test('one call at a time, and a rest after one that failed', () => {
    const takeover = new Takeover().seconds(3, false, ['SPY']);
    takeover.send({ type: 'tick', streaming: false, underlyings: ['SPY'], nearest: ['SPY'] });
    expect(takeover.calls).toHaveLength(1);
    for (let step = 0; step < 30; step += 1)
      takeover.send({ type: 'tick', streaming: false, underlyings: ['SPY'], nearest: ['SPY'] });
    expect(takeover.calls).toHaveLength(1);
    takeover.send({ type: 'failed' }).seconds(4, false, ['SPY']);
    expect(takeover.calls).toHaveLength(1);
    expect(takeover.seconds(1, false, ['SPY']).calls).toHaveLength(2);
  });

  test('of a symbol whose expiries are not known yet the spot alone is asked for', () => {
    const { calls } = new Takeover().seconds(30, false, ['NEW']);
    expect(new Set(calls.map(({ what }) => what))).toEqual(new Set(['quotes']));
  });

  test('the stream takes back at once', () => {
    const takeover = new Takeover().seconds(20, false, four);
    const { length } = takeover.calls;
    expect(takeover.seconds(60, true, four).calls).toHaveLength(length);
  });
});

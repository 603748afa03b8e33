import { epochMs } from '@gexstream/domain';
import type { SchwabErrorCode } from '@gexstream/schwab';
import { describe, expect, test } from 'vitest';
import {
  type ChainPlan,
  type ChainPoller,
  type ChainPollerEffect,
  type ChainPollerMessage,
  chainPoller,
  initialChainPoller,
} from './chain-poller.actor.ts';

// Friday 20 November 2026, 10:30 in New York.
const now = epochMs(1_795_188_600_000);
const expiries = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-27', '2026-11-30', '2026-12-01', '2026-12-18'];

class Poll {
  state: ChainPoller;
  effects: readonly ChainPollerEffect[] = [];
  at = now;

  constructor(plan: ChainPlan = { everyMs: 60_000 }) {
    this.state = initialChainPoller(plan);
  }
  send(message: ChainPollerMessage): this {
    const turn = chainPoller(this.state, message, this.at);
    this.state = turn.state;
    this.effects = turn.effects;
    return this;
  }
  begin(listed: readonly string[] = expiries): this {
    this.send({ type: 'start' });
    return this.send({ type: 'expiries', generation: this.state.generation, calls: 1, expiries: listed });
  }
  answer(): this {
    return this.send({ type: 'answered', generation: this.state.generation, calls: 1 });
  }
  fail(code: SchwabErrorCode): this {
    return this.send({ type: 'failed', generation: this.state.generation, calls: 1, code, reason: `${code}!` });
  }
  wake(): this {
    return this.send({ type: 'wake', generation: this.state.generation });
  }
  get window(): readonly string[] {
    const fetch = this.effects.find((effect) => effect.type === 'fetch-window');
    return fetch?.type === 'fetch-window' ? fetch.window.expiries : [];
  }
  get wakeMs(): number | null {
    const wake = this.effects.find((effect) => effect.type === 'wake');
    return wake?.type === 'wake' ? wake.afterMs : null;
  }
}

describe('the chain poller', () => {
  test('asks for the expiries, then for one window after the other, and rests until the round is due again', () => {
    const poll = new Poll().begin();
    expect(poll.window).toEqual(expiries.slice(0, 6));
    expect(poll.answer().window).toEqual(expiries.slice(6));
    poll.at = epochMs(now + 10_000);
    poll.answer();
    expect(poll.effects.map(({ type }) => type)).toEqual(['round-complete', 'wake']);
    expect(poll.wakeMs).toBe(50_000);
    expect(poll.wake().window).toEqual(expiries.slice(0, 6));
  });

  test('expired dates, which a Saturday still lists, are not asked for', () => {
    expect(new Poll().begin(['2026-11-19', '2026-11-20']).window).toEqual(['2026-11-20']);
  });

  test('a window too big is asked for in halves, and those in halves again', () => {
    const poll = new Poll().begin(expiries.slice(0, 4));
    expect(poll.fail('SCHWAB_TOO_BIG').window).toEqual(expiries.slice(0, 2));
    expect(poll.fail('SCHWAB_TOO_BIG').window).toEqual(expiries.slice(0, 1));
    expect(poll.answer().window).toEqual(expiries.slice(1, 2));
    expect(poll.answer().window).toEqual(expiries.slice(2, 4));
  });

  test('one expiry too big for the gateway is given up for the round, with a word about it', () => {
    const poll = new Poll().begin(expiries.slice(0, 1)).fail('SCHWAB_TOO_BIG');
    expect(poll.effects.map(({ type }) => type)).toEqual(['trouble', 'round-complete', 'wake']);
  });

  test('a failing call is repeated after growing delays, then the next window has its turn', () => {
    const poll = new Poll().begin();
    const delays = [1, 2, 3].map(() => {
      const { wakeMs } = poll.fail('SCHWAB_TIMEOUT');
      poll.wake();
      return wakeMs;
    });
    expect(delays).toEqual([1_000, 2_000, 4_000]);
    expect(poll.fail('SCHWAB_TIMEOUT').window).toEqual(expiries.slice(6));
  });

  test('a refused date makes the list of expiries anew', () => {
    const poll = new Poll().begin().fail('SCHWAB_BAD_REQUEST').wake();
    expect(poll.effects.map(({ type }) => type)).toEqual(['fetch-expiries']);
  });

  test('an unknown symbol is asked for again each minute', () => {
    const poll = new Poll().send({ type: 'start' }).fail('SCHWAB_NOT_FOUND');
    expect(poll.wakeMs).toBe(60_000);
    expect(poll.wake().effects.map(({ type }) => type)).toEqual(['fetch-expiries']);
  });

  test('a new trading date begins anew, and answers still under way no longer count', () => {
    const poll = new Poll().begin();
    const { generation } = poll.state;
    poll.send({ type: 'session-date' });
    expect(poll.effects.map(({ type }) => type)).toEqual(['fetch-expiries']);
    expect(poll.send({ type: 'answered', generation, calls: 1 }).effects).toEqual([]);
  });
});

describe('a range that somebody demands', () => {
  const range = { fromDate: '2026-11-18', toDate: '2026-12-18' };
  const outcome = (poll: Poll) => poll.effects.find((effect) => effect.type === 'round-complete')?.round;

  test('is one call from today on, every so often', () => {
    const poll = new Poll({ everyMs: 900_000, range }).send({ type: 'start' });
    expect(poll.window).toEqual(['2026-11-20', '2026-12-18']);
    poll.at = epochMs(now + 2_000);
    expect(outcome(poll.answer())).toEqual({ windows: 1, givenUp: 0, calls: 1, reason: '' });
    expect(poll.wakeMs).toBe(898_000);
    poll.at = epochMs(now + 86_400_000);
    expect(poll.wake().window).toEqual(['2026-11-21', '2026-12-18']);
  });

  test('asked for once it is not asked for again', () => {
    const poll = new Poll({ everyMs: null, range }).send({ type: 'start' }).answer();
    expect(poll.effects.map(({ type }) => type)).toEqual(['round-complete']);
  });

  test('too big for one call, its expiries are asked for, and from then on its windows', () => {
    const poll = new Poll({ everyMs: 900_000, range }).send({ type: 'start' }).fail('SCHWAB_TOO_BIG');
    expect(poll.effects.map(({ type }) => type)).toEqual(['fetch-expiries']);
    poll.send({ type: 'expiries', generation: poll.state.generation, calls: 1, expiries: [...expiries, '2027-01-15'] });
    expect(poll.window).toEqual(expiries.slice(0, 6));
    expect(poll.answer().window).toEqual(expiries.slice(6));
    expect(outcome(poll.answer())).toEqual({ windows: 2, givenUp: 0, calls: 4, reason: '' });
  });

  test('of a symbol that is refused it says why, and asks again when the next round is due', () => {
    const poll = new Poll({ everyMs: 900_000, range }).send({ type: 'start' }).fail('SCHWAB_NOT_FOUND');
    expect(outcome(poll)).toEqual({ windows: 1, givenUp: 1, calls: 1, reason: 'SCHWAB_NOT_FOUND!' });
    expect(poll.wakeMs).toBe(900_000);
  });

  test('that is over costs no call', () => {
    const poll = new Poll({ everyMs: null, range: { fromDate: '2026-11-01', toDate: '2026-11-19' } }).send({ type: 'start' });
    expect(poll.effects.map(({ type }) => type)).toEqual(['round-complete']);
    expect(outcome(poll)).toMatchObject({ calls: 0, givenUp: 1, reason: 'these dates are over' });
  });
});

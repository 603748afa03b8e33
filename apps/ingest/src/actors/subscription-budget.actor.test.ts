import { epochMs, type OptionUpdates, optionField } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import {
  initialSubscriptionBudget,
  type SubscriptionBudget,
  type SubscriptionBudgetMessage,
  subscriptionBudget,
} from './subscription-budget.actor.ts';

// Friday 20 November 2026, 10:30 in New York; the contracts expire a week later.
const now = 1_795_188_600_000;
const symbolOf = (underlying: string, strike: number): string =>
  `${underlying.padEnd(6)}261127C${String(strike * 1_000).padStart(8, '0')}`;

const chain = (underlying: string, strikes: readonly number[], openInterest: readonly number[]): OptionUpdates => ({
  origin: 'rest',
  symbols: strikes.map((strike) => symbolOf(underlying, strike)),
  mask: Uint16Array.from(strikes, () => optionField.iv | optionField.openInterest),
  columns: { iv: Float64Array.from(strikes, () => 0.2), openInterest: Float64Array.from(openInterest) },
  listing: { fromDate: '2026-11-27', toDate: '2026-11-27', part: 0, parts: 1 },
});

class Balance {
  state: SubscriptionBudget;
  wanted: readonly string[] | null = null;
  at = now;

  constructor(underlyings: readonly string[], contractsMax: number) {
    this.state = initialSubscriptionBudget(underlyings, contractsMax);
  }
  send(message: SubscriptionBudgetMessage): this {
    const turn = subscriptionBudget(this.state, message, epochMs(this.at));
    this.state = turn.state;
    const want = turn.effects.find(({ type }) => type === 'want');
    this.wanted = want?.type === 'want' ? want.options : null;
    return this;
  }
  chain(underlying: string, spot: number, strikes: readonly number[], openInterest: readonly number[]): this {
    return this.send({ type: 'chain', underlying, answer: [chain(underlying, strikes, openInterest)], spot });
  }
}

const strikes = [80, 90, 100, 110, 120];

describe('the subscription budget', () => {
  test('prefers gamma times open interest: near the money, unless nobody holds it', () => {
    const balance = new Balance(['SPY'], 2)
      .chain('SPY', 100, strikes, [10, 10, 10, 10, 10])
      .send({ type: 'whole', underlying: 'SPY' });
    expect(balance.wanted).toContain(symbolOf('SPY', 100));
    const empty = new Balance(['SPY'], 2)
      .chain('SPY', 100, strikes, [10, 10, 0, 10, 10])
      .send({ type: 'whole', underlying: 'SPY' });
    expect(empty.wanted).toEqual([symbolOf('SPY', 110), symbolOf('SPY', 90)]);
  });

  test('a large underlying does not crowd out a small one: shares count, not dollars', () => {
    const balance = new Balance(['SPY', 'IWM'], 2)
      .chain('SPY', 100, strikes, [1, 1e6, 1e6, 1e6, 1])
      .chain('IWM', 100, strikes, [1, 1, 9, 1, 1]);
    balance.send({ type: 'tick' });
    expect(balance.wanted?.[0]).toBe(symbolOf('IWM', 100));
  });

  test('while no open interest is known, the nearest the money are taken', () => {
    const balance = new Balance(['SPY'], 1)
      .chain('SPY', 100, strikes, [0, 0, 0, 0, 0])
      .send({ type: 'whole', underlying: 'SPY' });
    expect(balance.wanted).toEqual([symbolOf('SPY', 100)]);
  });

  test('the choice stands for a minute, and for longer when little would change', () => {
    const many = Array.from({ length: 40 }, (_, index) => 80 + index);
    const interest = many.map(() => 10);
    const balance = new Balance(['SPY'], 20).chain('SPY', 100, many, interest).send({ type: 'whole', underlying: 'SPY' });
    balance.chain('SPY', 105, many, interest);
    balance.at += 59_000;
    expect(balance.send({ type: 'tick' }).wanted).toBeNull();
    balance.at += 1_000;
    expect(balance.send({ type: 'tick' }).wanted).toHaveLength(20);
    balance.at += 60_000;
    balance.chain('SPY', 105.6, many, interest);
    expect(balance.send({ type: 'tick' }).wanted).toBeNull();
  });

  test('a lowered cap is obeyed at once and never raised again', () => {
    const balance = new Balance(['SPY'], 4)
      .chain('SPY', 100, strikes, [9, 9, 9, 9, 9])
      .send({ type: 'whole', underlying: 'SPY' });
    expect(balance.send({ type: 'cap', contracts: 3 }).wanted).toHaveLength(3);
    balance.send({ type: 'cap', contracts: 100 });
    expect(balance.state.contractsMax).toBe(3);
  });

  test('contracts that the window no longer lists are forgotten, and so are expired ones', () => {
    const balance = new Balance(['SPY'], 5).chain('SPY', 100, strikes, [9, 9, 9, 9, 9]).chain('SPY', 100, [100, 110], [9, 9]);
    expect(balance.send({ type: 'whole', underlying: 'SPY' }).wanted).toHaveLength(2);
    balance.at = now + 8 * 86_400_000;
    balance.send({ type: 'session-date' });
    expect(balance.state.symbols.get('SPY')?.contracts.size).toBe(0);
  });
});

import { epochMs, type OptionUpdates, optionField } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { gammaShares } from '../gamma-share.ts';
import {
  type ContractCounts,
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
  counts: ReadonlyMap<string, ContractCounts> | null = null;
  at = now;

  constructor(underlyings: readonly string[], contractsMax: number) {
    this.state = initialSubscriptionBudget(underlyings, contractsMax);
  }
  send(message: SubscriptionBudgetMessage): this {
    const turn = subscriptionBudget(this.state, message, epochMs(this.at));
    this.state = turn.state;
    const want = turn.effects.find(({ type }) => type === 'want');
    this.wanted = want?.type === 'want' ? want.options : null;
    const counts = turn.effects.find(({ type }) => type === 'counts');
    this.counts = counts?.type === 'counts' ? counts.counts : null;
    return this;
  }
  tick(spots: Readonly<Record<string, number>> = {}): this {
    return this.send({ type: 'tick', spots: new Map(Object.entries(spots)) });
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
    balance.tick();
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
    expect(balance.tick().wanted).toBeNull();
    balance.at += 1_000;
    expect(balance.tick().wanted).toHaveLength(20);
    balance.at += 60_000;
    balance.chain('SPY', 105.6, many, interest);
    expect(balance.tick().wanted).toBeNull();
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

  test('follows the spot that is streamed, keeps what stays, and does not sway with it', () => {
    const many = Array.from({ length: 400 }, (_, index) => 500 + index);
    const interest = many.map(() => 10);
    const balance = new Balance(['SPY'], 40).chain('SPY', 680, many, interest).send({ type: 'whole', underlying: 'SPY' });
    const first = new Set(balance.wanted);
    expect(first.size).toBe(40);
    for (const spot of [680.8, 679.3, 680.9, 679.1, 680.5, 680]) {
      balance.at += 60_000;
      expect(balance.tick({ SPY: spot }).wanted).toBeNull();
    }
    balance.at += 60_000;
    const second = balance.tick({ SPY: 690 }).wanted!;
    expect(second).toHaveLength(40);
    const kept = second.filter((symbol) => first.has(symbol)).length;
    expect(kept).toBeGreaterThanOrEqual(28);
    expect(kept).toBeLessThan(40);
    // Back where it was, what has just been exchanged is not exchanged again for next to nothing.
    balance.at += 60_000;
    expect(balance.tick({ SPY: 688 }).wanted).toBeNull();
  });

  test('C-14: of 3 000 contracts the heaviest, nearest the money, are streamed up to the cap; the rest is left to REST', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => 5_000 + index);
    const spot = 6_500;
    const balance = new Balance(['SPX'], 1_000);
    balance.chain(
      'SPX',
      spot,
      many,
      many.map(() => 10),
    );
    balance.send({ type: 'whole', underlying: 'SPX' });
    const chosen = new Set(balance.wanted);
    expect(chosen.size).toBe(1_000);
    for (const strike of many.filter((each) => Math.abs(each - spot) <= 450)) expect(chosen).toContain(symbolOf('SPX', strike));
    const shares = gammaShares([...balance.state.symbols.get('SPX')!.contracts.values()], spot, epochMs(balance.at));
    const heaviest = shares.toSorted((a, b) => b - a).slice(0, 1_000);
    const streamed = [...balance.state.symbols.get('SPX')!.contracts.keys()].map((symbol, index) =>
      chosen.has(symbol) ? shares[index]! : 0,
    );
    expect(streamed.reduce((sum, share) => sum + share, 0)).toBeCloseTo(
      heaviest.reduce((sum, share) => sum + share, 0),
      12,
    );
    expect(balance.counts?.get('SPX')).toEqual({ contracts: 3_000, streamed: 1_000 });
    // A refusal lowers the cap: the lightest go.
    const lowered = new Set(balance.send({ type: 'cap', contracts: 500 }).wanted);
    expect(lowered.size).toBe(500);
    expect([...lowered].every((symbol) => chosen.has(symbol))).toBe(true);
  });
});

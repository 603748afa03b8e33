import { type Demand, epochMs } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { type DemandDeskEffect, type DemandDeskMessage, demandDesk, initialDemandDesk } from './demand-desk.actor.ts';

const now = 1_795_188_600_000;
const hour = 3_600_000;

class Desk {
  state = initialDemandDesk(['SPX', 'SPY']);
  effects: readonly DemandDeskEffect[] = [];
  at = now;

  send(message: DemandDeskMessage): this {
    const turn = demandDesk(this.state, message, epochMs(this.at));
    this.state = turn.state;
    this.effects = turn.effects;
    return this;
  }
  make(key: string, underlying: string, demand: Demand): this {
    return this.send({ type: 'changes', changes: [{ key, made: { underlying, demand, askedMs: epochMs(this.at) } }] });
  }
  follow(app: 'api' | 'scanner', underlying: string, forMs = hour): this {
    return this.make(`${app}/${underlying}/follow`, underlying, { app, want: 'follow', untilMs: epochMs(this.at + forMs) });
  }
  chain(underlying: string, everyMs: number | null, toDate = '2026-12-18', forMs = hour): this {
    const dates = { fromDate: '2026-11-20', toDate };
    const untilMs = epochMs(this.at + forMs);
    return this.make(`scanner/${underlying}/chain`, underlying, { app: 'scanner', want: 'chain', ...dates, everyMs, untilMs });
  }
  withdraw(key: string): this {
    return this.send({ type: 'changes', changes: [{ key, made: null }] });
  }
}

describe('the demand desk', () => {
  test('follows a symbol for as long as anybody wants it', () => {
    const desk = new Desk().follow('api', 'NVDA');
    expect(desk.effects).toEqual([{ type: 'follow', underlyings: ['NVDA'] }]);
    expect(desk.follow('scanner', 'NVDA', 2 * hour).effects).toEqual([]);
    expect(desk.withdraw('api/NVDA/follow').effects).toEqual([]);
    desk.at += 2 * hour;
    expect(desk.send({ type: 'tick' }).effects).toEqual([{ type: 'unfollow', underlyings: ['NVDA'] }]);
    expect(desk.state.standing.size).toBe(0);
  });

  test('a renewal only moves the end', () => {
    const desk = new Desk().follow('api', 'NVDA');
    desk.at += hour - 1;
    expect(desk.follow('api', 'NVDA').effects).toEqual([]);
    desk.at += 1;
    expect(desk.send({ type: 'tick' }).effects).toEqual([]);
  });

  test('a configured symbol is followed whatever is demanded', () => {
    const desk = new Desk().follow('api', 'SPX');
    expect(desk.effects).toEqual([]);
    expect(desk.withdraw('api/SPX/follow').effects).toEqual([]);
  });

  test('what ended before it was read wants nothing', () => {
    expect(new Desk().follow('api', 'NVDA', 0).effects).toEqual([]);
  });

  test('a chain is polled until it is taken back; moved dates begin anew, a moved end does not', () => {
    const desk = new Desk().chain('AMD', 900_000);
    expect(desk.effects).toMatchObject([{ type: 'poll', chains: [{ key: 'scanner/AMD/chain', underlying: 'AMD' }] }]);
    expect(desk.chain('AMD', 900_000, '2026-12-18', 2 * hour).effects).toEqual([]);
    expect(desk.chain('AMD', 900_000, '2026-12-24').effects.map(({ type }) => type)).toEqual(['stop-polling', 'poll']);
    expect(desk.withdraw('scanner/AMD/chain').effects).toEqual([{ type: 'stop-polling', keys: ['scanner/AMD/chain'] }]);
  });

  test('a single round ends its demand; asked again it is another one', () => {
    const desk = new Desk().chain('AMD', null);
    desk.at += 1;
    desk.chain('AMD', null);
    expect(desk.effects.map(({ type }) => type)).toEqual(['stop-polling', 'poll']);
    const served = { type: 'served', key: 'scanner/AMD/chain' } as const;
    expect(desk.send({ ...served, askedMs: epochMs(now) }).effects).toEqual([]);
    expect(desk.send({ ...served, askedMs: epochMs(now + 1) }).effects).toMatchObject([{ type: 'stop-polling' }]);
    expect(desk.state.standing.size).toBe(0);
  });

  test('is bounded: what finds no room is refused and counted, and renewals still have theirs', () => {
    const desk = new Desk();
    for (let index = 0; index < 60; index += 1) desk.follow('api', `A${index}`);
    expect(desk.effects).toEqual([{ type: 'refused', key: 'api/A59/follow' }]);
    expect(desk.state).toMatchObject({ refused: 10 });
    for (let index = 0; index < 1_100; index += 1) desk.chain(`B${index}`, 900_000);
    expect(desk.state.standing.size).toBe(1_024);
    expect(desk.follow('api', 'A0').effects).toEqual([]);
  });
});

import { type Demand, type DemandState, epochMs } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { type DemandDeskEffect, type DemandDeskMessage, demandDesk, initialDemandDesk } from './demand-desk.actor.ts';

const now = 1_795_188_600_000;
const hour = 3_600_000;

class Desk {
  state = initialDemandDesk(['SPX', 'SPY']);
  effects: readonly DemandDeskEffect[] = [];
  /** What was said of all demands last. */
  states: Readonly<Record<string, DemandState>> = {};
  at = now;

  send(message: DemandDeskMessage): this {
    const turn = demandDesk(this.state, message, epochMs(this.at));
    this.state = turn.state;
    this.effects = turn.effects.filter(({ type }) => type !== 'states');
    for (const effect of turn.effects) if (effect.type === 'states') this.states = effect.states;
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
    const round = { type: 'round', key: 'scanner/AMD/chain', atMs: epochMs(now + 5), missing: '' } as const;
    expect(desk.send({ ...round, askedMs: epochMs(now) }).effects).toEqual([]);
    expect(desk.states).toEqual({ 'scanner/AMD/chain': { state: 'polled', roundMs: null, missing: '' } });
    expect(desk.send({ ...round, askedMs: epochMs(now + 1) }).effects).toMatchObject([{ type: 'stop-polling' }]);
    expect(desk.state.standing.size).toBe(0);
    expect(desk.states).toEqual({ 'scanner/AMD/chain': { state: 'served', roundMs: now + 5, missing: '' } });
    desk.at += hour;
    expect(desk.send({ type: 'tick' }).states).toEqual({});
  });

  test('says of each demand what became of it, until it ends', () => {
    const desk = new Desk().follow('api', 'NVDA').chain('AMD', 900_000);
    expect(desk.states).toEqual({
      'api/NVDA/follow': { state: 'followed', roundMs: null, missing: '' },
      'scanner/AMD/chain': { state: 'polled', roundMs: null, missing: '' },
    });
    const missing = '1 of 4 parts of the chain: refused';
    desk.send({ type: 'round', key: 'scanner/AMD/chain', askedMs: epochMs(now), atMs: epochMs(now + 9), missing });
    expect(desk.states['scanner/AMD/chain']).toEqual({ state: 'polled', roundMs: now + 9, missing });
    desk.at += hour - 1;
    expect(desk.chain('AMD', 900_000).states['scanner/AMD/chain']).toMatchObject({ roundMs: now + 9 });
    desk.at += 1;
    expect(Object.keys(desk.send({ type: 'tick' }).states)).toEqual(['scanner/AMD/chain']);
    expect(desk.chain('AMD', 900_000, '2026-12-24').states['scanner/AMD/chain']).toMatchObject({ roundMs: null });
    expect(desk.withdraw('scanner/AMD/chain').states).toEqual({});
  });

  test('is bounded: what finds no room is refused and counted, and renewals still have theirs', () => {
    const desk = new Desk();
    for (let index = 0; index < 60; index += 1) desk.follow('api', `A${index}`);
    expect(desk.effects).toEqual([{ type: 'refused', key: 'api/A59/follow' }]);
    const refused = Object.values(desk.states).filter(({ state }) => state === 'refused');
    expect(refused).toHaveLength(10);
    expect(refused[0]!.missing).toBe('too many demands stand already');
    for (let index = 0; index < 1_100; index += 1) desk.chain(`B${index}`, 900_000);
    expect(desk.state.standing.size).toBe(1_024);
    expect(desk.follow('api', 'A0').effects).toEqual([]);
  });
});

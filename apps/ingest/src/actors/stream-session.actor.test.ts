import { epochMs } from '@gexstream/domain';
import type { WireNotify, WireResponse } from '@gexstream/schwab/wire';
import { describe, expect, test } from 'vitest';
import {
  initialStreamSession,
  type StreamSession,
  type StreamSessionEffect,
  type StreamSessionMessage,
} from '../session/session-state.ts';
import { streamSession } from './stream-session.actor.ts';

const start = 1_795_188_600_000;

const reply = (command: string, requestid: string, code: number, msg = ''): WireResponse => ({
  service: 'any',
  command,
  requestid,
  SchwabClientCorrelId: 'x',
  timestamp: start,
  content: { code, msg },
});

class Talk {
  state: StreamSession = initialStreamSession(['$SPX', 'SPY'], 7);
  effects: readonly StreamSessionEffect[] = [];
  now = start;

  send(message: StreamSessionMessage): this {
    const turn = streamSession(this.state, message, epochMs(this.now));
    this.state = turn.state;
    this.effects = turn.effects;
    return this;
  }
  frame(responses: readonly WireResponse[], notices: readonly WireNotify[] = []): this {
    return this.send({ type: 'frame', connection: this.state.connection, responses, notices });
  }
  connect(): this {
    return this.send({ type: 'start' }).send({ type: 'opened', connection: this.state.connection });
  }
  live(): this {
    return this.connect()
      .frame([reply('LOGIN', '0', 0)])
      .frame([reply('SUBS', '1', 0), reply('SUBS', '2', 0)]);
  }
  seconds(count: number): this {
    const effects: StreamSessionEffect[] = [];
    for (let second = 0; second < count; second += 1) {
      this.now += 1_000;
      effects.push(...this.send({ type: 'tick' }).effects);
    }
    this.effects = effects;
    return this;
  }
  get commands(): readonly (readonly [string, string, number])[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'send'
        ? effect.commands.map(({ command }) => [command.service, command.command, command.keys.length] as const)
        : [],
    );
  }
  get types(): readonly string[] {
    return this.effects.map(({ type }) => type);
  }
  get wakeMs(): number {
    const wake = this.effects.find((effect) => effect.type === 'wake');
    if (wake?.type !== 'wake') throw new Error('no wake');
    return wake.afterMs;
  }
}

const options = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, index) => `SPXW  261120C0${String(5_000_000 + (from + index) * 5_000)}`);

describe('the stream session', () => {
  test('nothing is subscribed before the login is accepted; then each service has one command in flight', () => {
    const talk = new Talk().connect();
    expect(talk.types).toEqual(['login']);
    talk.send({ type: 'want', options: options(3) });
    expect(talk.effects).toEqual([]);
    talk.frame([reply('LOGIN', '0', 0)]);
    expect(talk.commands).toEqual([
      ['LEVELONE_EQUITIES', 'SUBS', 2],
      ['CHART_EQUITY', 'SUBS', 2],
      ['LEVELONE_OPTIONS', 'SUBS', 3],
    ]);
  });

  test('it is live once the quotes are acknowledged', () => {
    const talk = new Talk().connect().frame([reply('LOGIN', '0', 0)]);
    expect(talk.state.phase).toBe('subscribing');
    talk.frame([reply('SUBS', '1', 0)]);
    expect(talk.state.phase).toBe('live');
    expect(talk.effects).toContainEqual({ type: 'up', awaySinceMs: null, reason: 'connected' });
  });

  test('a new choice removes what went and adds what came, the second after the reply to the first', () => {
    const talk = new Talk().live().send({ type: 'want', options: options(10) });
    expect(talk.commands).toEqual([['LEVELONE_OPTIONS', 'SUBS', 10]]);
    talk.frame([reply('SUBS', '3', 0)]).send({ type: 'want', options: options(10, 4) });
    expect(talk.commands).toEqual([['LEVELONE_OPTIONS', 'UNSUBS', 4]]);
    talk.frame([reply('UNSUBS', '4', 0)]);
    expect(talk.commands).toEqual([['LEVELONE_OPTIONS', 'ADD', 4]]);
  });

  test("thirty seconds without a frame mean death, whatever the feed's clock does", () => {
    const talk = new Talk().live();
    talk.now += 20 * 3_600_000;
    expect(talk.seconds(30).types).toEqual([]);
    expect(talk.seconds(1).types).toEqual(['close', 'down', 'note', 'wake', 'report']);
    expect(talk.state.detail).toBe('no frame for 30 s');
  });

  test('a heartbeat keeps it alive', () => {
    const talk = new Talk().live();
    for (let beat = 0; beat < 5; beat += 1) talk.seconds(20).frame([], [{ heartbeat: String(talk.now) }]);
    expect(talk.state.phase).toBe('live');
  });

  test('a reply that does not come within 15 s costs the connection', () => {
    const talk = new Talk().live().send({ type: 'want', options: options(1) });
    talk.seconds(15).frame([], [{ heartbeat: '1' }]);
    expect(talk.seconds(1).types).toContain('close');
  });

  test('after a loss everything is subscribed anew, and the gap begins at the last frame', () => {
    const talk = new Talk().live().send({ type: 'want', options: options(5) });
    const lastFrameMs = talk.now;
    talk.now += 3_000;
    talk.send({ type: 'closed', connection: talk.state.connection, reason: 'closed with code 1006' });
    expect(talk.types).toContain('down');
    talk.send({ type: 'wake', connection: talk.state.connection });
    talk.send({ type: 'opened', connection: talk.state.connection }).frame([reply('LOGIN', '0', 0)]);
    expect(talk.commands.map(([service]) => service)).toEqual(['LEVELONE_EQUITIES', 'CHART_EQUITY', 'LEVELONE_OPTIONS']);
    talk.frame([reply('SUBS', '1', 0)]);
    expect(talk.effects).toContainEqual({ type: 'up', awaySinceMs: lastFrameMs, reason: 'connected again' });
  });

  test('reconnecting goes on without end, with growing delays that stay under a minute', () => {
    const talk = new Talk().send({ type: 'start' });
    const delays = Array.from({ length: 40 }, () => {
      const { wakeMs } = talk.send({ type: 'failed', connection: talk.state.connection, reason: 'refused' });
      talk.send({ type: 'wake', connection: talk.state.connection });
      return wakeMs;
    });
    expect(delays[0]).toBeLessThanOrEqual(500);
    for (const [index, delay] of delays.entries()) {
      const full = Math.min(60_000, 500 * 2 ** index);
      expect(delay).toBeGreaterThanOrEqual(full / 2);
      expect(delay).toBeLessThanOrEqual(full);
    }
    expect(new Set(delays.slice(10)).size).toBeGreaterThan(20);
  });

  test('a denied login fetches another token and comes back at once, the next time with a delay', () => {
    const talk = new Talk().connect().frame([reply('LOGIN', '0', 3, 'Login Denied.')]);
    expect(talk.types).toEqual(['refuse-token', 'close', 'note', 'wake', 'report']);
    expect(talk.wakeMs).toBe(0);
    talk.send({ type: 'wake', connection: talk.state.connection }).send({ type: 'opened', connection: talk.state.connection });
    expect(talk.frame([reply('LOGIN', '0', 3, 'Login Denied.')]).wakeMs).toBeGreaterThan(0);
  });

  test.each(['response', 'notice'])('when another connection takes over (told by a %s) it stays away for a minute', (form) => {
    const talk = new Talk().live();
    if (form === 'response') talk.frame([reply('X', '9', 12, 'taken')]);
    else talk.frame([], [{ service: 'ADMIN', content: { code: 12, msg: 'taken' } }]);
    expect(talk.wakeMs).toBe(60_000);
  });

  test('a refusal over the limit lowers the cap once, though it is said twice, and the next choice replaces all', () => {
    const talk = new Talk().live().send({ type: 'want', options: options(1_000) });
    talk.frame([
      reply('SUBS', '3', 19, "You've reached the maximum number of symbols allowed.  (LEVELONE_OPTIONS=500, DISCARDED=500)"),
      reply('SUBS', '3', 24, 'ADD command failed'),
    ]);
    expect(talk.effects.filter(({ type }) => type === 'cap')).toEqual([{ type: 'cap', contracts: 500 }]);
    expect(talk.send({ type: 'want', options: options(500) }).commands).toEqual([['LEVELONE_OPTIONS', 'SUBS', 500]]);
    expect(talk.state.phase).toBe('live');
  });

  test('what an earlier connection still says is passed over', () => {
    const talk = new Talk().live();
    expect(talk.send({ type: 'closed', connection: talk.state.connection - 1, reason: 'late' }).effects).toEqual([]);
  });
});

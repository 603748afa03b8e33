import { describe, expect, test } from 'vitest';
import { options, reply, Talk } from './stream-session.fixture.ts';

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

  test('a reply that does not come within 15 s costs the connection', () => {
    const talk = new Talk().live().send({ type: 'want', options: options(1) });
    talk.seconds(15).frame([], [{ heartbeat: '1' }]);
    expect(talk.seconds(1).types).toContain('close');
  });

  test('a denied login fetches another token and comes back at once, the next time with a delay', () => {
    const talk = new Talk().connect().frame([reply('LOGIN', '0', 3, 'Login Denied.')]);
    expect(talk.types).toEqual(['refuse-token', 'close', 'note', 'wake', 'report']);
    expect(talk.wakeMs).toBe(0);
    talk.send({ type: 'wake', connection: talk.state.connection }).send({ type: 'opened', connection: talk.state.connection });
    expect(talk.frame([reply('LOGIN', '0', 3, 'Login Denied.')]).wakeMs).toBeGreaterThan(0);
  });

  test('what an earlier connection still says is passed over', () => {
    const talk = new Talk().live();
    expect(talk.send({ type: 'closed', connection: talk.state.connection - 1, reason: 'late' }).effects).toEqual([]);
  });
});

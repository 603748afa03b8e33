import { describe, expect, test } from 'vitest';
import { options, reply, Talk } from '../actors/stream-session.fixture.ts';

describe('a dropped connection', () => {
  test('S1: after a loss everything is subscribed anew, and the gap begins at the last frame', () => {
    const talk = new Talk().live().send({ type: 'want', options: options(5) });
    const lastFrameMs = talk.now;
    talk.now += 3_000;
    talk.lose();
    expect(talk.types).toContain('down');
    talk.send({ type: 'wake', connection: talk.state.connection });
    talk.send({ type: 'opened', connection: talk.state.connection }).frame([reply('LOGIN', '0', 0)]);
    expect(talk.commands.map(([service]) => service)).toEqual(['LEVELONE_EQUITIES', 'CHART_EQUITY', 'LEVELONE_OPTIONS']);
    talk.frame([reply('SUBS', '1', 0)]);
    expect(talk.effects).toContainEqual({ type: 'up', awaySinceMs: lastFrameMs, reason: 'connected again' });
  });

  test('S1: reconnecting goes on without end, with growing delays that stay under a minute', () => {
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

  test('C-05: of twenty drops, each of a connection that held, every one is followed by a try within half a second', () => {
    const talk = new Talk()
      .live()
      .send({ type: 'want', options: options(5) })
      .frame([reply('SUBS', '3', 0)]);
    for (let drop = 0; drop < 20; drop += 1) {
      for (let beat = 0; beat < 4; beat += 1) talk.seconds(10).heartbeat();
      expect(talk.lose().wakeMs).toBeLessThanOrEqual(500);
      talk.again();
      expect(talk.state.phase).toBe('live');
      expect([...talk.state.toldOptions!]).toEqual(options(5));
    }
  });
});

describe('how soon it is live', () => {
  /** Virtual time: the server takes this long for each of its answers. */
  const answerMs = 500;
  const backAfterMs = (talk: Talk): number => {
    const { wakeMs } = talk.lose();
    talk.again();
    expect(talk.state.phase).toBe('live');
    // Socket, login, subscription.
    return wakeMs + 3 * answerMs;
  };

  test('C-05: of twenty drops right after another, live again within 5 s in the median and 10 s at most, with everything subscribed', () => {
    const talk = new Talk()
      .live()
      .send({ type: 'want', options: options(5) })
      .frame([reply('SUBS', '3', 0)]);
    const waits = Array.from({ length: 20 }, () => {
      const wait = backAfterMs(talk);
      expect([...talk.state.toldOptions!]).toEqual(options(5));
      return wait;
    }).toSorted((a, b) => a - b);
    expect((waits[9]! + waits[10]!) / 2).toBeLessThanOrEqual(5_000);
    expect(waits[19]).toBeLessThanOrEqual(10_000);
  });

  test('C-04: from the start to live nothing is waited for but the answers of the server', () => {
    const talk = new Talk();
    const types = [...talk.send({ type: 'start' }).types];
    types.push(...talk.send({ type: 'opened', connection: 1 }).types);
    types.push(...talk.frame([reply('LOGIN', '0', 0)]).types);
    types.push(...talk.frame([reply('SUBS', '1', 0)]).types);
    expect(talk.state.phase).toBe('live');
    expect(types).toEqual(['connect', 'report', 'login', 'send', 'up', 'report']);
  });

  test('C-04: a start that fails three times is live within 30 s all the same', () => {
    const talk = new Talk().send({ type: 'start' });
    let waitedMs = 4 * answerMs;
    for (let failure = 0; failure < 3; failure += 1) {
      waitedMs += answerMs + talk.send({ type: 'failed', connection: talk.state.connection, reason: 'refused' }).wakeMs;
      talk.send({ type: 'wake', connection: talk.state.connection });
    }
    talk.send({ type: 'opened', connection: talk.state.connection }).frame([reply('LOGIN', '0', 0)]);
    talk.frame([reply('SUBS', '1', 0)]);
    expect(talk.state.phase).toBe('live');
    expect(waitedMs).toBeLessThanOrEqual(30_000);
  });
});

describe('a silent link', () => {
  test('S2, C-07: a stall is noticed two heartbeats and five seconds after the last frame', () => {
    const talk = new Talk().live();
    for (let beat = 0; beat < 3; beat += 1) talk.seconds(10).heartbeat();
    expect(talk.seconds(25).types).toEqual([]);
    expect(talk.seconds(1).types).toEqual(['close', 'down', 'note', 'wake', 'report']);
    expect(talk.state.detail).toBe('no frame for 25 s');
  });

  test('S2, C-07: a calm market is no stall, at either rhythm of heartbeats', () => {
    for (const seconds of [10, 30]) {
      const talk = new Talk().live();
      for (let beat = 0; beat < 20; beat += 1) talk.seconds(seconds).heartbeat();
      expect(talk.state.phase).toBe('live');
    }
  });

  test('S2: heartbeats that were held up and come at once do not shorten the patience', () => {
    const talk = new Talk().live();
    for (let beat = 0; beat < 3; beat += 1) talk.seconds(30).heartbeat();
    talk.heartbeat();
    talk.seconds(31).heartbeat();
    expect(talk.seconds(60).types).toEqual([]);
  });

  test("S2: before a rhythm is heard 35 s mean death, whatever the feed's clock does", () => {
    const talk = new Talk().live();
    talk.now += 20 * 3_600_000;
    expect(talk.seconds(35).types).toEqual([]);
    expect(talk.seconds(1).types).toContain('close');
  });
});

describe('frames that cannot be read', () => {
  test('S6: two in a row are dropped, three cost the connection; one that can be read between them starts the count again', () => {
    const talk = new Talk().live();
    for (let round = 0; round < 5; round += 1) talk.garbage().garbage().heartbeat();
    expect(talk.state.phase).toBe('live');
    expect(talk.garbage().garbage().garbage().types).toContain('close');
    expect(talk.state.detail).toBe('3 frames in a row could not be read');
    expect(talk.again().state.phase).toBe('live');
  });
});

describe('a second login', () => {
  test.each(['response', 'notice'])(
    'S12: when another connection takes over (told by a %s) it stays away for a minute, and says so',
    (form) => {
      const talk = new Talk().live();
      if (form === 'response') talk.frame([reply('X', '9', 12, 'taken')]);
      else talk.frame([], [{ service: 'ADMIN', content: { code: 12, msg: 'taken' } }]);
      expect(talk.wakeMs).toBe(60_000);
      expect(talk.notices).toEqual(['stream-taken-over']);
    },
  );

  test('S12: however often it is taken over, it comes back at most once a minute', () => {
    const talk = new Talk().live();
    const waits = Array.from({ length: 5 }, () => {
      const { wakeMs } = talk.frame([reply('X', '9', 12, 'taken')]);
      talk.again();
      return wakeMs;
    });
    expect(waits).toEqual([60_000, 60_000, 60_000, 60_000, 60_000]);
  });
});

describe('a symbol limit', () => {
  test('S11: a refusal over the limit lowers the cap once, though it is said twice, and the next choice replaces all', () => {
    const talk = new Talk().live().send({ type: 'want', options: options(1_000) });
    talk.frame([
      reply('SUBS', '3', 19, "You've reached the maximum number of symbols allowed.  (LEVELONE_OPTIONS=500, DISCARDED=500)"),
      reply('SUBS', '3', 24, 'ADD command failed'),
    ]);
    expect(talk.notices).toEqual(['stream-symbol-limit']);
    expect(talk.effects.filter(({ type }) => type === 'cap')).toEqual([{ type: 'cap', contracts: 500 }]);
    expect(talk.send({ type: 'want', options: options(500) }).commands).toEqual([['LEVELONE_OPTIONS', 'SUBS', 500]]);
    expect(talk.state.phase).toBe('live');
  });

  test('S11: a limit that is not named is felt for in steps, on the same connection', () => {
    const talk = new Talk().live();
    let wanted = 1_000;
    let asked = 0;
    while (wanted > 300) {
      talk.send({ type: 'want', options: options(wanted) });
      const id = String(talk.state.queue.nextId - 1);
      const { effects } = talk.frame([reply('SUBS', id, 19, 'too many'), reply('SUBS', id, 22, 'SUBS command failed')]);
      const cap = effects.find((effect) => effect.type === 'cap');
      wanted = cap?.type === 'cap' ? cap.contracts : 0;
      asked += 1;
    }
    expect(asked).toBeLessThanOrEqual(6);
    expect(talk.state).toMatchObject({ phase: 'live', connection: 1 });
  });
});

describe('a refusal that is not about the limit', () => {
  test.each([11, 21, 23, 25])(
    'code %i of a service costs no other one, and it is asked for again each minute until it is taken',
    (code) => {
      const talk = new Talk().live().frame([reply('SUBS', '2', 0)]);
      talk.send({ type: 'want', options: options(5) }).frame([reply('SUBS', '3', code, 'down')]);
      expect(talk.state).toMatchObject({ phase: 'live', detail: `LEVELONE_OPTIONS SUBS refused with code ${code}: down` });
      expect(talk.notices).toEqual([]);
      const minute = () => {
        for (let beat = 0; beat < 5; beat += 1) talk.seconds(10).heartbeat();
        return talk.seconds(10).commands;
      };
      expect(minute()).toEqual([['LEVELONE_OPTIONS', 'SUBS', 5]]);
      talk.frame([reply('SUBS', '4', code, 'down')]);
      expect(minute()).toEqual([['LEVELONE_OPTIONS', 'SUBS', 5]]);
      talk.frame([reply('SUBS', '5', 0)]);
      expect(talk.state).toMatchObject({ phase: 'live', detail: 'LEVELONE_OPTIONS taken again', reconnects: 0 });
      expect([...talk.state.toldOptions!]).toEqual(options(5));
      expect(minute()).toEqual([]);
    },
  );

  test('bars that are refused are asked for again beside those that come, by ADD', () => {
    const talk = new Talk().connect().frame([reply('LOGIN', '0', 0)]);
    talk.frame([reply('SUBS', '1', 0), reply('SUBS', '2', 11, 'down')]);
    expect(talk.state.phase).toBe('live');
    for (let beat = 0; beat < 5; beat += 1) talk.seconds(10).heartbeat();
    expect(talk.seconds(10).commands).toEqual([['CHART_EQUITY', 'ADD', 2]]);
  });
});

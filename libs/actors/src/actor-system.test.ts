import { describe, expect, test } from 'vitest';
import { actorSystem } from './actor-system.ts';
import { ActorError } from './errors.ts';
import { waitersMax } from './inbox.ts';
import { recorder } from './recorder.fixture.ts';
import { simulatedClock } from './simulated-clock.ts';
import { systemClock } from './system-clock.ts';

const start = 1_700_000_000_000;
const newSystem = () => actorSystem({ name: 'test', clock: simulatedClock(start) });

/** An effect that waits until it is let go. */
const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { perform: () => promise, open: resolve };
};

describe('handling', () => {
  test('messages are handled in the order sent, each on the state the one before left', async () => {
    const log: string[] = [];
    const actor = newSystem().spawn(recorder({ log }));
    for (const note of ['a', 'b', 'c']) await actor.send(note);
    await actor.idle();
    expect(log).toEqual(['1:a', '2:b', '3:c']);
  });

  test('a message is not handled while the sender still runs', async () => {
    const log: string[] = [];
    const actor = newSystem().spawn(recorder({ log }));
    void actor.send('a');
    expect(log).toEqual([]);
    await actor.idle();
    expect(log).toEqual(['1:a']);
  });

  test('the behaviour is given the time of the clock', async () => {
    const clock = simulatedClock(start);
    const times: number[] = [];
    const actor = actorSystem({ name: 'test', clock }).spawn(
      recorder({}, { behavior: (count, _note, now) => ({ state: times.push(now - start) + count, effects: [] }) }),
    );
    void actor.send('a');
    await clock.advance(250);
    void actor.send('b');
    await clock.advance(1);
    expect(times).toEqual([0, 250]);
  });

  test('effects are awaited in order, and the next message waits for the last of them', async () => {
    const log: string[] = [];
    const actor = newSystem().spawn(
      recorder(
        {},
        {
          behavior: (count, note) => {
            log.push(`handle ${note}`);
            return { state: count, effects: [{ log: `${note}1` }, { log: `${note}2` }] };
          },
          perform: async (effect) => {
            if (!('log' in effect)) return;
            log.push(`begin ${effect.log}`);
            await new Promise((resolve) => setImmediate(resolve));
            log.push(`end ${effect.log}`);
          },
        },
      ),
    );
    void actor.send('a');
    void actor.send('b');
    await actor.idle();
    expect(log).toEqual(
      ['a', 'b'].flatMap((note) => [`handle ${note}`, `begin ${note}1`, `end ${note}1`, `begin ${note}2`, `end ${note}2`]),
    );
  });

  test('an effect can tell the actor something through its own reference', async () => {
    const log: string[] = [];
    const system = newSystem();
    const actor = system.spawn(
      recorder(
        { log },
        {
          perform: (effect, self) => {
            if (!('log' in effect)) return;
            log.push(effect.log);
            if (log.length < 3) void self.send('again');
          },
        },
      ),
    );
    await actor.send('a');
    await actor.stop();
    expect(log).toEqual(['1:a', '2:again', '3:again']);
  });

  test('timers and I/O get their turn while messages flood in', async () => {
    const actor = actorSystem({ name: 'test', clock: systemClock() }).spawn(
      recorder({}, { behavior: (count) => ({ state: count + 1, effects: [] }) }),
    );
    let turns = 0;
    let flooding = true;
    const turn = (): void => {
      turns++;
      if (flooding) setImmediate(turn);
    };
    setImmediate(turn);
    for (let sent = 0; sent < 20_000; sent++) await actor.send('flood');
    await actor.idle();
    flooding = false;
    expect(turns).toBeGreaterThanOrEqual(10);
  });
});

describe('a full mailbox', () => {
  test('block: the sender waits until there is room, and nothing is lost', async () => {
    const log: string[] = [];
    const effect = gate();
    const system = newSystem();
    const actor = system.spawn(recorder({ log, perform: effect.perform }, { mailbox: { whenFull: 'block', capacity: 2 } }));
    void actor.send('in hand');
    await new Promise((resolve) => setImmediate(resolve));
    void actor.send('b');
    void actor.send('c');
    let taken = false;
    const blocked = actor.send('d').then(() => {
      taken = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBe(false);
    effect.open();
    await blocked;
    await actor.idle();
    expect(log).toEqual(['1:in hand', '2:b', '3:c', '4:d']);
    expect(system.metrics()[0]).toMatchObject({ handled: 4, dropped: 0, mailboxDepth: 0, mailboxDepthMax: 2 });
  });

  test('block: idle waits for what blocked senders sent before it', async () => {
    const log: string[] = [];
    const actor = newSystem().spawn(recorder({ log }, { mailbox: { whenFull: 'block', capacity: 1 } }));
    for (const note of ['a', 'b', 'c']) void actor.send(note);
    await actor.idle();
    expect(log).toEqual(['1:a', '2:b', '3:c']);
  });

  test('block: senders that wait are limited too', async () => {
    const actor = newSystem().spawn(recorder({}, { mailbox: { whenFull: 'block', capacity: 1 } }));
    for (let sent = 0; sent < 1 + waitersMax; sent++) void actor.send('a');
    await expect(actor.send('one too many')).rejects.toMatchObject({ code: 'ACTOR_OVERLOADED', path: 'test/recorder' });
  });

  test('drop-oldest: the newest stay and the loss is counted', async () => {
    const log: string[] = [];
    const system = newSystem();
    const actor = system.spawn(recorder({ log }, { mailbox: { whenFull: 'drop-oldest', capacity: 2 } }));
    for (const note of ['a', 'b', 'c', 'd']) void actor.send(note);
    await actor.idle();
    expect(log).toEqual(['1:c', '2:d']);
    expect(system.metrics()[0]).toMatchObject({ handled: 2, dropped: 2 });
  });

  test('drop-oldest: idle does not take the dropping of later messages for the handling of this one', async () => {
    const effect = gate();
    const actor = newSystem().spawn(recorder({ perform: effect.perform }, { mailbox: { whenFull: 'drop-oldest', capacity: 1 } }));
    void actor.send('in hand');
    await new Promise((resolve) => setImmediate(resolve));
    let idle = false;
    void actor.idle().then(() => {
      idle = true;
    });
    for (const note of ['b', 'c', 'd']) void actor.send(note);
    await new Promise((resolve) => setImmediate(resolve));
    expect(idle).toBe(false);
    effect.open();
    await actor.idle();
    expect(idle).toBe(true);
  });

  test('latest-per-key: only the newest of a key is handled', async () => {
    const log: string[] = [];
    const actor = newSystem().spawn(
      recorder({ log }, { mailbox: { whenFull: 'latest-per-key', capacity: 8, keyOf: (note) => note.slice(0, 3) } }),
    );
    for (const note of ['SPX 1', 'SPY 1', 'SPX 2', 'SPX 3']) void actor.send(note);
    await actor.idle();
    expect(log).toEqual(['1:SPX 3', '2:SPY 1']);
  });

  test('a key that cannot be told is the sender’s error, not a crash', async () => {
    const keyOf = (note: string): string => {
      if (note === 'odd') throw new TypeError('no key');
      return note;
    };
    const actor = newSystem().spawn(recorder({}, { mailbox: { whenFull: 'latest-per-key', capacity: 2, keyOf } }));
    await expect(actor.send('odd')).rejects.toThrow('no key');
    await expect(actor.send('even')).resolves.toBeUndefined();
  });
});

describe('stopping', () => {
  test('an actor handles what waits, then takes no more', async () => {
    const log: string[] = [];
    const system = newSystem();
    const actor = system.spawn(recorder({ log, perform: () => Promise.resolve() }));
    void actor.send('a');
    void actor.send('b');
    const stopped = actor.stop();
    await expect(actor.send('late')).rejects.toMatchObject({ code: 'ACTOR_STOPPED' });
    await stopped;
    await actor.stop();
    expect(log).toEqual(['1:a', '2:b']);
    expect(system.metrics()).toMatchObject([{ path: 'test/recorder', state: 'stopped', handled: 2 }]);
    await expect(actor.idle()).resolves.toBeUndefined();
  });

  test('children stop before their parent, and may send to it until the end', async () => {
    const log: string[] = [];
    const system = newSystem();
    const parent = system.spawn(recorder({ log }, { name: 'parent' }));
    const child = system.spawn(
      recorder({ perform: async (line) => parent.send(`from child ${line}`) }, { name: 'child' }),
      parent,
    );
    void child.send('a');
    void child.send('b');
    await parent.stop();
    expect(log).toEqual(['1:from child 1:a', '2:from child 2:b']);
    await expect(child.send('late')).rejects.toBeInstanceOf(ActorError);
  });

  test('the system stops the youngest first, so that upstream drains into downstream', async () => {
    const log: string[] = [];
    const system = newSystem();
    const downstream = system.spawn(recorder({ log }, { name: 'downstream' }));
    const upstream = system.spawn(recorder({ perform: (line) => downstream.send(line) }, { name: 'upstream' }));
    void upstream.send('a');
    await system.stop();
    await system.stop();
    expect(log).toEqual(['1:1:a']);
    expect(() => system.spawn(recorder({}, { name: 'late' }))).toThrow(expect.objectContaining({ code: 'ACTOR_STOPPED' }));
  });

  test('a name is free again once its actor has stopped', async () => {
    const system = newSystem();
    const first = system.spawn(recorder());
    expect(() => system.spawn(recorder())).toThrow(expect.objectContaining({ code: 'ACTOR_NAME_TAKEN' }));
    await first.stop();
    system.spawn(recorder());
    expect(system.metrics()).toMatchObject([{ state: 'running' }]);
  });

  test('of actors that come and go only the last 256 are remembered', async () => {
    const system = newSystem();
    for (let visit = 0; visit < 300; visit++) await system.spawn(recorder({}, { name: `chat-${visit}` })).stop();
    const { length } = system.metrics();
    expect(length).toBe(256);
    expect(system.metrics().at(-1)?.path).toBe('test/chat-299');
  });
});

describe('what is refused at spawn', () => {
  const restart = { onCrash: 'restart', backoffMsMin: 10, backoffMsMax: 100, restartsMax: 3, withinMs: 1000 } as const;
  test.each([
    ['an empty name', { name: '' }],
    ['a name with a slash', { name: 'a/b' }],
    ['a mailbox without room', { mailbox: { whenFull: 'block', capacity: 0 } as const }],
    ['a backoff without delay', { crash: { ...restart, backoffMsMin: 0 } }],
    ['a backoff that shrinks', { crash: { ...restart, backoffMsMax: 5 } }],
    ['a negative number of restarts', { crash: { ...restart, restartsMax: -1 } }],
  ])('%s', (_what, overrides) => {
    expect(() => newSystem().spawn(recorder({}, overrides))).toThrow(expect.objectContaining({ code: 'ACTOR_INVALID_SPEC' }));
  });
});

test('a hundred thousand messages without effects cost no promise and keep their order', async () => {
  const system = newSystem();
  const actor = system.spawn({
    name: 'hot',
    initial: () => ({ sum: 0, last: 0 }),
    behavior: (columns: { sum: number; last: number }, n: number) => {
      columns.sum += n > columns.last ? n : Number.NaN;
      columns.last = n;
      return { state: columns, effects: n === 100_000 ? [columns.sum] : [] };
    },
    perform: (sum) => {
      expect(sum).toBe((100_000 * 100_001) / 2);
    },
    mailbox: { whenFull: 'block', capacity: 1024 },
    crash: { onCrash: 'stop' },
  });
  const first = actor.send(1);
  expect(actor.send(2)).toBe(first);
  for (let n = 3; n <= 100_000; n++) await actor.send(n);
  await actor.idle();
  expect(system.metrics()).toMatchObject([{ handled: 100_000, state: 'running' }]);
});

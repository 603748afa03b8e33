import { describe, expect, test } from 'vitest';
import { actorSystem } from './actor-system.ts';
import { recorder } from './recorder.fixture.ts';
import { simulatedClock } from './simulated-clock.ts';

const restart = { onCrash: 'restart', backoffMsMin: 100, backoffMsMax: 1000, restartsMax: 5, withinMs: 60_000 } as const;

const setUp = () => {
  const clock = simulatedClock(1_700_000_000_000);
  const crashes: string[] = [];
  const system = actorSystem({
    name: 'test',
    clock,
    onCrash: (path, error) => crashes.push(`${path}: ${(error as Error).message}`),
  });
  const stateOf = (path: string) => system.metrics().find((actor) => actor.path === path)?.state;
  return { clock, crashes, system, stateOf };
};

describe('restart', () => {
  test('begins from the initial state after the backoff, with its mailbox kept and the bad message gone', async () => {
    const { clock, crashes, system, stateOf } = setUp();
    const log: string[] = [];
    const actor = system.spawn(recorder({ log }, { crash: restart }));
    for (const note of ['a', 'crash', 'b']) void actor.send(note);
    await clock.advance(99);
    expect(stateOf('test/recorder')).toBe('restarting');
    void actor.send('c');
    await clock.advance(1);
    expect(log).toEqual(['1:a', '1:b', '2:c']);
    expect(crashes).toEqual(['test/recorder: the behaviour crashed']);
    expect(system.metrics()).toMatchObject([{ state: 'running', restarts: 1, handled: 3, dropped: 0 }]);
  });

  test.each(['synchronous', 'awaited'])(
    'an effect that fails (%s) crashes the actor, and the effects after it are not performed',
    async (kind) => {
      const { clock, crashes, system } = setUp();
      const log: string[] = [];
      const plain = recorder({ log }, { crash: restart });
      const actor = system.spawn(
        kind === 'synchronous' ? plain : { ...plain, perform: async (effect, self) => void (await plain.perform(effect, self)) },
      );
      for (const note of ['crash-effect', 'a']) void actor.send(note);
      await clock.advance(100);
      expect(log).toEqual(['1:a']);
      expect(crashes).toEqual(['test/recorder: the effect crashed']);
    },
  );

  test('the delay doubles up to its maximum, and falls back when the window has passed', async () => {
    const { clock, system } = setUp();
    const actor = system.spawn(recorder({}, { crash: restart }));
    const delays: number[] = [];
    for (let crash = 0; crash < 5; crash++) {
      const restartsBefore = system.metrics()[0]?.restarts;
      const from = clock.now();
      void actor.send('crash');
      await clock.advance(0);
      while (system.metrics()[0]?.restarts === restartsBefore) await clock.advance(50);
      delays.push(clock.now() - from);
    }
    expect(delays).toEqual([100, 200, 400, 800, 1000]);
    await clock.advance(60_000);
    void actor.send('crash');
    await clock.advance(100);
    expect(system.metrics()).toMatchObject([{ state: 'running', restarts: 6 }]);
  });

  test('one crash more than allowed within the window escalates', async () => {
    const { clock, system } = setUp();
    const actor = system.spawn(recorder({}, { crash: { ...restart, restartsMax: 2 } }));
    const failed = expect(system.failed).rejects.toThrow('the behaviour crashed');
    for (const note of ['crash', 'crash', 'crash']) void actor.send(note);
    await clock.advance(100 + 200);
    await failed;
    expect(system.metrics()).toMatchObject([{ state: 'failed', restarts: 2 }]);
  });

  test('idle rejects when the actor crashed on what was sent, although it restarts', async () => {
    const { clock, system } = setUp();
    const actor = system.spawn(recorder({}, { crash: restart }));
    void actor.send('crash');
    void actor.send('a');
    const idle = expect(actor.idle()).rejects.toThrow('the behaviour crashed');
    await clock.advance(100);
    await idle;
    await expect(actor.idle()).resolves.toBeUndefined();
  });

  test('a crash between the last send and idle is told by idle, once', async () => {
    const { clock, system } = setUp();
    const actor = system.spawn(recorder({}, { crash: restart }));
    await actor.send('crash');
    await clock.advance(100);
    expect(system.metrics()).toMatchObject([{ state: 'running', restarts: 1 }]);
    await expect(actor.idle()).rejects.toThrow('the behaviour crashed');
    await expect(actor.idle()).resolves.toBeUndefined();
  });

  test('an initial state that cannot be built counts as a crash too', async () => {
    const { clock, crashes, system } = setUp();
    let builds = 0;
    const log: string[] = [];
    const actor = system.spawn(
      recorder(
        { log },
        {
          crash: restart,
          initial: () => {
            builds++;
            if (builds === 2) throw new Error('no state today');
            return 0;
          },
        },
      ),
    );
    void actor.send('crash');
    void actor.send('a');
    await clock.advance(100);
    expect(log).toEqual([]);
    await clock.advance(200);
    expect(log).toEqual(['1:a']);
    expect(crashes).toEqual(['test/recorder: the behaviour crashed', 'test/recorder: no state today']);
  });

  test('an actor that stops waits for no backoff and still handles what waits', async () => {
    const { system } = setUp();
    const log: string[] = [];
    const actor = system.spawn(recorder({ log }, { crash: restart }));
    for (const note of ['a', 'crash', 'b']) void actor.send(note);
    await actor.stop();
    expect(log).toEqual(['1:a', '1:b']);
  });

  test('an actor stopped during its backoff begins at once and handles what waits', async () => {
    const { clock, system } = setUp();
    const log: string[] = [];
    const actor = system.spawn(recorder({ log }, { crash: restart }));
    void actor.send('crash');
    void actor.send('a');
    await clock.advance(10);
    await actor.stop();
    expect(log).toEqual(['1:a']);
    expect(clock.waiting).toBe(0);
  });
});

describe('stop', () => {
  test('the actor fails, what waits is dropped and counted, and senders are told', async () => {
    const { crashes, system } = setUp();
    const log: string[] = [];
    const actor = system.spawn(recorder({ log }));
    for (const note of ['a', 'crash', 'b', 'c']) void actor.send(note);
    await expect(actor.idle()).rejects.toThrow('the behaviour crashed');
    expect(log).toEqual(['1:a']);
    expect(system.metrics()).toMatchObject([{ state: 'failed', handled: 1, dropped: 2, mailboxDepth: 0 }]);
    await expect(actor.send('d')).rejects.toMatchObject({ code: 'ACTOR_STOPPED', cause: new Error('the behaviour crashed') });
    await expect(actor.idle()).rejects.toThrow('the behaviour crashed');
    await actor.stop();
    expect(crashes).toHaveLength(1);
  });

  test('senders that wait for room are told as well', async () => {
    const { system } = setUp();
    const actor = system.spawn(recorder({}, { mailbox: { whenFull: 'block', capacity: 1 } }));
    void actor.send('crash');
    const second = actor.send('let in while the first is taken');
    await expect(actor.send('still outside')).rejects.toMatchObject({ code: 'ACTOR_STOPPED' });
    await expect(second).resolves.toBeUndefined();
  });

  test('siblings go on', async () => {
    const { system, stateOf } = setUp();
    const log: string[] = [];
    const weak = system.spawn(recorder({}, { name: 'weak' }));
    const strong = system.spawn(recorder({ log }, { name: 'strong' }));
    void weak.send('crash');
    void strong.send('a');
    await strong.idle();
    expect(log).toEqual(['1:a']);
    expect([stateOf('test/weak'), stateOf('test/strong')]).toEqual(['failed', 'running']);
  });

  test('a failed parent takes its children along', async () => {
    const { system, stateOf } = setUp();
    const parent = system.spawn(recorder({}, { name: 'parent' }));
    const child = system.spawn(recorder({}, { name: 'child' }), parent);
    void parent.send('crash');
    await expect(parent.idle()).rejects.toThrow('the behaviour crashed');
    expect(stateOf('test/parent/child')).toBe('failed');
    await expect(child.send('a')).rejects.toMatchObject({ code: 'ACTOR_STOPPED' });
    expect(() => system.spawn(recorder({}, { name: 'late' }), parent)).toThrow(
      expect.objectContaining({ code: 'ACTOR_STOPPED' }),
    );
  });
});

describe('escalate', () => {
  test('the parent crashes by its own policy: restarting, it takes all its children with it', async () => {
    const { clock, crashes, system, stateOf } = setUp();
    const log: string[] = [];
    const parent = system.spawn(recorder({ log }, { name: 'parent', crash: restart }));
    const child = system.spawn(recorder({ log }, { name: 'child', crash: { onCrash: 'escalate' } }), parent);
    const other = system.spawn(recorder({ log }, { name: 'other' }), parent);
    for (const actor of [parent, other]) void actor.send('before');
    for (const note of ['crash', 'kept']) void child.send(note);
    await clock.advance(99);
    expect([stateOf('test/parent'), stateOf('test/parent/child'), stateOf('test/parent/other')]).toEqual(
      new Array(3).fill('restarting'),
    );
    for (const actor of [parent, other]) void actor.send('after');
    await clock.advance(1);
    expect(log.filter((line) => line.endsWith('before'))).toHaveLength(2);
    expect(log.filter((line) => !line.endsWith('before')).sort()).toEqual(['1:after', '1:after', '1:kept']);
    expect(crashes).toEqual(['test/parent/child: the behaviour crashed', 'test/parent: the behaviour crashed']);
    expect(system.metrics()).toMatchObject([{ restarts: 1 }, { restarts: 1 }, { restarts: 1 }]);
  });

  test('a crash told by idle when it came is not told again after the parent restarted everything', async () => {
    const { clock, system } = setUp();
    const parent = system.spawn(recorder({}, { name: 'parent', crash: restart }));
    const child = system.spawn(recorder({}, { name: 'child', crash: { onCrash: 'escalate' } }), parent);
    void child.send('crash');
    await expect(child.idle()).rejects.toThrow('the behaviour crashed');
    await clock.advance(100);
    await expect(child.idle()).resolves.toBeUndefined();
  });

  test('at the top the system stops, the rest of it after its mailboxes, and failed tells why', async () => {
    const { system, stateOf } = setUp();
    const log: string[] = [];
    const other = system.spawn(recorder({ log, perform: () => Promise.resolve() }, { name: 'other' }));
    const parent = system.spawn(recorder({}, { name: 'parent', crash: { onCrash: 'escalate' } }));
    const child = system.spawn(recorder({}, { name: 'child', crash: { onCrash: 'escalate' } }), parent);
    for (const note of ['a', 'b']) void other.send(note);
    void child.send('crash');
    await expect(system.failed).rejects.toThrow('the behaviour crashed');
    await system.stop();
    expect(log).toEqual(['1:a', '2:b']);
    expect([stateOf('test/other'), stateOf('test/parent'), stateOf('test/parent/child')]).toEqual([
      'stopped',
      'failed',
      'failed',
    ]);
  });

  test('a parent that is itself at work finishes no effect of its old life after it was restarted', async () => {
    const { clock, system } = setUp();
    const log: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const parent = system.spawn(
      recorder(
        {},
        {
          name: 'parent',
          crash: restart,
          behavior: (count, note) => ({ state: count + 1, effects: [{ log: `${note} first` }, { log: `${note} second` }] }),
          perform: (effect) => {
            log.push('log' in effect ? effect.log : '');
            return log.length === 1 ? promise : undefined;
          },
        },
      ),
    );
    const child = system.spawn(recorder({}, { name: 'child', crash: { onCrash: 'escalate' } }), parent);
    for (const note of ['old', 'new']) void parent.send(note);
    await clock.advance(0);
    void child.send('crash');
    await clock.advance(100);
    expect(log).toEqual(['old first']);
    resolve();
    await clock.advance(0);
    expect(log).toEqual(['old first', 'new first', 'new second']);
    expect(system.metrics()[0]).toMatchObject({ path: 'test/parent', handled: 1 });
  });
});

import { type Clock, epochMs } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import type { BusRecord } from './bus.ts';
import { type AfterOutputs, type BatchOutputs, commitEveryMs, outputPublisher } from './output-publisher.ts';

const record = (key: string, bytes = 1): BusRecord => ({
  topic: 'levels',
  key,
  value: new Uint8Array(bytes),
  timestampMs: epochMs(1),
});
const outputs = (key: string, snapshot?: string): BatchOutputs => ({
  records: [record(key)],
  snapshots: snapshot === undefined ? [] : [record(snapshot)],
});

/** A publisher whose calls stay open until they are answered one by one. */
const heldBus = () => {
  const calls: { readonly keys: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  const publish = (records: readonly BusRecord[]): Promise<void> =>
    new Promise((resolve, reject) => calls.push({ keys: records.map(({ key }) => key).join(), resolve, reject }));
  return { calls, publish, keys: () => calls.map(({ keys }) => keys) };
};

/** A clock that stands, with one timer at most for each lane. */
const heldClock = () => {
  let now = 0;
  const timers = new Map<() => void, number>();
  const clock: Clock = {
    now: () => epochMs(now),
    after: (delayMs, callback) => {
      timers.set(callback, now + delayMs);
      return () => timers.delete(callback);
    },
    every: () => () => {},
  };
  const advance = (ms: number): Promise<void> => {
    now += ms;
    for (const [callback, dueMs] of timers) {
      if (dueMs > now) continue;
      timers.delete(callback);
      callback();
    }
    return settle();
  };
  return { clock, advance, waiting: () => timers.size };
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const told = () => {
  const events: string[] = [];
  const after = (name: string): AfterOutputs => ({
    commit: async () => void events.push(`commit ${name}`),
    done: () => events.push(`done ${name}`),
  });
  return { events, after };
};

test('what is added while a call is on its way goes together in the next, and the newest alone is committed', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus, heldClock().clock);
  const { events, after } = told();
  for (const name of ['a', 'b', 'c']) await publisher.add(3, outputs(name), after(name));
  expect(bus.keys()).toEqual(['a']);
  bus.calls[0]!.resolve();
  await settle();
  expect(events).toEqual(['done a', 'commit a']);
  expect(bus.keys()).toEqual(['a', 'b,c']);
  bus.calls[1]!.resolve();
  await publisher.settled([3]);
  expect(events).toEqual(['done a', 'commit a', 'done b', 'done c', 'commit c']);
});

test('a partition is committed at once after a pause, then a while later, and at once when it is given up', async () => {
  const { clock, advance, waiting } = heldClock();
  const publisher = outputPublisher({ publish: async () => {} }, clock);
  const { events, after } = told();
  const add = async (partition: number, name: string): Promise<void> => {
    await publisher.add(partition, { records: [], snapshots: [] }, after(name));
    await settle();
  };
  const commits = () => events.filter((event) => event.startsWith('commit'));
  for (const name of ['a', 'b', 'c']) await add(0, name);
  await add(1, 'x');
  expect(commits()).toEqual(['commit a', 'commit x']);
  await advance(commitEveryMs - 1);
  expect(commits()).toEqual(['commit a', 'commit x']);
  await advance(1);
  expect(commits()).toEqual(['commit a', 'commit x', 'commit c']);
  await add(0, 'd');
  await publisher.settled([0]);
  expect(commits()).toEqual(['commit a', 'commit x', 'commit c', 'commit d']);
  await add(0, 'of a new owner');
  expect(commits().at(-1)).toBe('commit of a new owner');
  expect(waiting()).toBe(0);
});

test('batches that led to nothing wait for no commit', async () => {
  const publisher = outputPublisher({ publish: async () => {} }, heldClock().clock);
  let done = 0;
  for (let batch = 0; batch < 1_000; batch++)
    await publisher.add(0, { records: [], snapshots: [] }, { commit: () => new Promise(() => {}), done: () => done++ });
  expect(done).toBe(1_000);
});

test('no partition waits for the answer about another', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus, heldClock().clock);
  const { events, after } = told();
  await publisher.add(0, outputs('a'), after('a'));
  await publisher.add(1, outputs('b'), after('b'));
  expect(bus.keys()).toEqual(['a', 'b']);
  bus.calls[1]!.resolve();
  await publisher.settled([1]);
  expect(events).toEqual(['done b', 'commit b']);
});

test('a commit on its way keeps no outputs waiting', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus, heldClock().clock);
  await publisher.add(0, outputs('a'), { commit: () => new Promise(() => {}) });
  bus.calls[0]!.resolve();
  await settle();
  await publisher.add(0, outputs('b'));
  expect(bus.keys()).toEqual(['a', 'b']);
});

test('a snapshot goes out only when the outputs before it are kept', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus, heldClock().clock);
  await publisher.add(0, outputs('a', 'snapshot'));
  await settle();
  expect(bus.keys()).toEqual(['a']);
  bus.calls[0]!.resolve();
  await settle();
  expect(bus.keys()).toEqual(['a', 'snapshot']);
});

test('too much that waits makes the next one wait, until the bus has taken enough', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus, heldClock().clock);
  const large = { records: [record('large', 9 * 2 ** 20)], snapshots: [] };
  let added = false;
  const adding = publisher.add(0, large).then(() => {
    added = true;
  });
  await settle();
  expect(added).toBe(false);
  bus.calls[0]!.resolve();
  await adding;
});

test('after a failure nothing more is published or committed, and all who ask are told', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus, heldClock().clock);
  const { events, after } = told();
  await publisher.add(0, outputs('a', 'snapshot'), after('a'));
  const waits = publisher.settled([0]);
  bus.calls[0]!.reject(new Error('no broker'));
  await expect(waits).rejects.toThrow('no broker');
  await expect(publisher.add(1, outputs('b'), after('b'))).rejects.toThrow('no broker');
  await expect(publisher.settled([1])).rejects.toThrow('no broker');
  expect(bus.calls).toHaveLength(1);
  expect(events).toEqual([]);
});

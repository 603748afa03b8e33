import { epochMs } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import type { BusRecord } from './bus.ts';
import { outputPublisher } from './output-publisher.ts';

const record = (key: string): BusRecord => ({ topic: 'levels', key, value: new Uint8Array(1), timestampMs: epochMs(1) });

/** A publisher whose calls stay open until they are answered one by one. */
const heldBus = () => {
  const calls: { readonly keys: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  const publish = (records: readonly BusRecord[]): Promise<void> =>
    new Promise((resolve, reject) => calls.push({ keys: records.map(({ key }) => key).join(), resolve, reject }));
  return { calls, publish };
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the first batch is let go at once, the second when the first is published and committed', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus);
  const done: string[] = [];
  await publisher.add({ records: [record('a')], snapshots: [] }, async () => void done.push('a'));
  const second = publisher.add({ records: [record('b')], snapshots: [] }, async () => void done.push('b'));
  await settle();
  expect(bus.calls.map(({ keys }) => keys)).toEqual(['a']);
  bus.calls[0]!.resolve();
  await second;
  expect(done).toEqual(['a']);
  expect(bus.calls.map(({ keys }) => keys)).toEqual(['a', 'b']);
  bus.calls[1]!.resolve();
  await publisher.settled();
  expect(done).toEqual(['a', 'b']);
});

test('a snapshot goes out only when the outputs before it are kept', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus);
  await publisher.add({ records: [record('a')], snapshots: [record('snapshot')] });
  await settle();
  expect(bus.calls.map(({ keys }) => keys)).toEqual(['a']);
  bus.calls[0]!.resolve();
  await settle();
  expect(bus.calls.map(({ keys }) => keys)).toEqual(['a', 'snapshot']);
});

test('after a failure nothing more is published or committed, and all who ask are told', async () => {
  const bus = heldBus();
  const publisher = outputPublisher(bus);
  let commits = 0;
  const commit = async (): Promise<void> => void commits++;
  await publisher.add({ records: [record('a')], snapshots: [record('snapshot')] }, commit);
  bus.calls[0]!.reject(new Error('no broker'));
  await expect(publisher.add({ records: [record('b')], snapshots: [] }, commit)).rejects.toThrow('no broker');
  await expect(publisher.settled()).rejects.toThrow('no broker');
  expect(bus.calls).toHaveLength(1);
  expect(commits).toBe(0);
});

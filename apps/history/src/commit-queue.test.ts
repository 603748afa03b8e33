import { expect, test } from 'vitest';
import { CommitQueue } from './commit-queue.ts';

const gate = () => {
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const written = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { written, open, fail };
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('commits follow the order of the batches, not of the writes', async () => {
  const queue = new CommitQueue(10);
  const [first, second] = [gate(), gate()];
  const committed: number[] = [];
  await queue.add(first.written, async () => void committed.push(1));
  await queue.add(second.written, async () => void committed.push(2));
  second.open();
  await settle();
  expect(committed).toEqual([]);
  first.open();
  await queue.drain();
  expect(committed).toEqual([1, 2]);
  expect(queue.waiting).toBe(0);
});

test('the batch that fills the queue waits for the oldest', async () => {
  const queue = new CommitQueue(2);
  const [first, second] = [gate(), gate()];
  await queue.add(first.written, async () => undefined);
  let taken = false;
  const adding = queue.add(second.written, async () => undefined).then(() => (taken = true));
  await settle();
  expect(taken).toBe(false);
  first.open();
  await adding;
  second.open();
  await queue.drain();
});

test('after a write that failed nothing more is committed', async () => {
  const queue = new CommitQueue(10);
  const [first, second] = [gate(), gate()];
  const committed: number[] = [];
  await queue.add(first.written, async () => void committed.push(1));
  await queue.add(second.written, async () => void committed.push(2));
  second.open();
  first.fail(new Error('no disk'));
  await expect(queue.drain()).rejects.toThrow('no disk');
  await expect(queue.failed).rejects.toThrow('no disk');
  expect(committed).toEqual([]);
});

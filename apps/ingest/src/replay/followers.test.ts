import { simulatedClock } from '@gexstream/actors';
import { expect, test } from 'vitest';
import { followed } from './followers.ts';

const follower = { group: 'gex', topic: 'market', recordsMax: 10 };

/** Two partitions of 100 records each, the second of them trimmed to its last 20. */
const busAt = (...committed: number[]) => ({
  offsets: async (topic: string) => [
    { topic, partition: 0, start: 0, end: 100 },
    { topic, partition: 1, start: 80, end: 100 },
  ],
  committed: async () => committed.map((offset, partition) => ({ topic: 'market', partition, offset })),
});

test('who is close enough behind is not waited for', async () => {
  await followed(busAt(95, 95), [follower], simulatedClock(0), new AbortController().signal);
});

test('who has not begun, or is too far behind, is waited for until it has caught up', async () => {
  const clock = simulatedClock(0);
  let bus = busAt();
  let done = false;
  const waiting = followed(
    { offsets: (topic) => bus.offsets(topic), committed: () => bus.committed() },
    [follower],
    clock,
    new AbortController().signal,
  ).then(() => {
    done = true;
  });
  await clock.advance(100);
  bus = busAt(94, 95);
  await clock.advance(100);
  expect(done).toBe(false);
  bus = busAt(95, 95);
  await clock.advance(100);
  await waiting;
  expect(clock.waiting).toBe(0);
});

test('a stop ends the waiting', async () => {
  const clock = simulatedClock(0);
  const stop = new AbortController();
  const waiting = followed(busAt(), [follower], clock, stop.signal);
  await clock.advance(50);
  stop.abort();
  await waiting;
  expect(clock.waiting).toBe(0);
});

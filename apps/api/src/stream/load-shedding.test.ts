import { simulatedClock } from '@gexstream/actors';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { heapShareMax, loadShedding } from './load-shedding.ts';

const log = pino({ level: 'silent' });
const stream = (readers: number) => ({
  clients: () => readers,
  shed: (count: number) => {
    readers -= count;
  },
});

test('P6: streams lose half of their readers each second while memory is short, and none before or after', async () => {
  const clock = simulatedClock(0);
  const streams = [stream(9), stream(2)];
  const left = () => streams.map((each) => each.clients());
  let share = heapShareMax;
  const shedding = loadShedding({ streams, heapShare: () => share, clock, log });
  await clock.advance(5_000);
  expect(left()).toEqual([9, 2]);
  expect(shedding.memoryShort()).toBe(false);
  share = heapShareMax + 0.01;
  expect(shedding.memoryShort()).toBe(true);
  await clock.advance(1_000);
  expect(left()).toEqual([4, 1]);
  await clock.advance(1_000);
  expect(left()).toEqual([2, 0]);
  share = heapShareMax;
  await clock.advance(5_000);
  expect(left()).toEqual([2, 0]);
  share = 1;
  shedding.close();
  await clock.advance(5_000);
  expect(left()).toEqual([2, 0]);
});

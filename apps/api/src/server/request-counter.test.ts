import { simulatedClock } from '@gexstream/actors';
import { expect, test } from 'vitest';
import { openMs } from '../events.fixture.ts';
import { requestCounter } from './request-counter.ts';

test('everybody has a minute of his own, which begins with his first request', async () => {
  const clock = simulatedClock(openMs);
  const counter = requestCounter(2, 10, clock);
  expect(counter.count('ann')).toEqual({ left: 1, endsInMs: 60_000 });
  await clock.advance(10_000);
  expect([counter.count('ann'), counter.count('ann'), counter.count('bob')]).toEqual([
    { left: 0, endsInMs: 50_000 },
    { left: -1, endsInMs: 50_000 },
    { left: 1, endsInMs: 60_000 },
  ]);
  await clock.advance(49_999);
  expect(counter.count('ann').left).toBe(-2);
  await clock.advance(1);
  expect(counter.count('ann')).toEqual({ left: 1, endsInMs: 60_000 });
});

test('whoever was not seen longest is forgotten when there are too many', () => {
  const counter = requestCounter(9, 2, simulatedClock(openMs));
  const left = (who: string): number => counter.count(who).left;
  expect([left('ann'), left('bob'), left('ann'), left('eve'), left('ann'), left('bob')]).toEqual([8, 8, 7, 8, 6, 8]);
});

test('over it is only who asked once too often, until his minute ends; all such requests are counted', async () => {
  const clock = simulatedClock(openMs);
  const counter = requestCounter(1, 10, clock);
  const over = (): readonly boolean[] => ['ann', 'bob'].map(counter.isOver);
  counter.count('ann');
  expect(over()).toEqual([false, false]);
  counter.count('ann');
  counter.count('ann');
  counter.count('bob');
  expect([over(), counter.refused()]).toEqual([[true, false], 2]);
  await clock.advance(60_000);
  expect(over()).toEqual([false, false]);
});

import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { replayPace } from './replay-pace.ts';

const at = (ms: number) => epochMs(1_795_000_000_000 + ms);
const wall = (ms: number) => epochMs(1_900_000_000_000 + ms);

test('ten times as fast, a second of the feed is due after a tenth; who is late does not wait', () => {
  const pace = replayPace(10);
  expect(pace(at(0), wall(0))).toBe(0);
  expect(pace(at(1_000), wall(20))).toBe(80);
  expect(pace(at(2_000), wall(300))).toBe(0);
  expect(pace(at(4_000), wall(300))).toBe(100);
});

test('at full speed nothing is waited for', () => {
  const pace = replayPace('max');
  expect([pace(at(0), wall(0)), pace(at(4_000), wall(0))]).toEqual([0, 0]);
});

test('a night that the market skipped, or nobody recorded, is not waited for', () => {
  const pace = replayPace(1);
  pace(at(0), wall(0));
  expect(pace(at(17 * 3_600_000), wall(10))).toBe(0);
  expect(pace(at(17 * 3_600_000 + 250), wall(10))).toBe(250);
});

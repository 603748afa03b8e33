import { expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const minute = 60_000;

test.each([
  ['within an hour, each quarter', 61, 118, 4, [75, 90, 105]],
  ['both ends count', 60, 120, 5, [60, 75, 90, 105, 120]],
  ['a day by six hours', 0, 1_440, 5, [0, 360, 720, 1_080, 1_440]],
  ['one moment between round ones has none', 61, 61, 0, []],
  ['room for none', 0, 1_440, 0, []],
])('%s', (_, from, to, most, expected) => {
  expect(timeTicks(from * minute, to * minute, most).map((at) => at / minute)).toEqual(expected);
});

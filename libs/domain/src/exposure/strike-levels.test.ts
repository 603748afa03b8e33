import { expect, test } from 'vitest';
import { strikeLevels } from './strike-levels.ts';

const at = (rows: readonly (readonly [strike: number, call: number, put: number])[], spot: number) =>
  strikeLevels(
    rows.map(([strike]) => strike),
    rows.map(([, call]) => call),
    rows.map(([, , put]) => put),
    0,
    rows.length,
    spot,
  );

test('walls are the largest on their own side, whatever is larger on the other', () => {
  const levels = at(
    [
      [90, 50, -7],
      [95, 0, -9],
      [105, 8, 0],
      [110, 6, -40],
    ],
    100,
  );
  expect([levels.callWall, levels.putWall]).toEqual([105, 95]);
});

test('a strike at spot can be both walls', () => {
  const levels = at([[100, 5, -5]], 100);
  expect([levels.callWall, levels.putWall]).toEqual([100, 100]);
});

test('of equals the nearer strike wins, then the lower', () => {
  const levels = at(
    [
      [80, 0, -4],
      [95, 3, -4],
      [105, 4, -3],
      [120, 4, 0],
    ],
    100,
  );
  expect([levels.callWall, levels.putWall, levels.maxGrossStrike]).toEqual([105, 95, 95]);
});

test('the net king may be negative', () => {
  expect(
    at(
      [
        [95, 1, -9],
        [105, 6, 0],
      ],
      100,
    ).maxNetStrike,
  ).toBe(95);
});

test('where nothing stands out there is no level', () => {
  const none = { callWall: null, putWall: null, maxGrossStrike: null, maxNetStrike: null };
  expect(
    at(
      [
        [95, 0, 0],
        [105, 0, 0],
      ],
      100,
    ),
  ).toEqual(none);
  expect(at([], 100)).toEqual(none);
  expect(at([[95, 3, -3]], 100)).toEqual({ callWall: null, putWall: 95, maxGrossStrike: 95, maxNetStrike: null });
});

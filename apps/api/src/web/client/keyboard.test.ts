import { heatmapModel } from '@gexstream/charts';
import { expect, test } from 'vitest';
import { movedFocus } from './focus-cell.ts';
import { actionOfKey, keyBindings } from './keyboard.ts';

const model = heatmapModel(
  {
    spot: 101,
    strikes: [90, 95, 100, 105, 110],
    expiries: [{ expiry: '2026-11-20', settlement: 'pm', dte: 0 }],
    expiryIndex: [0, 0, 0, 0, 0],
    strikeIndex: [0, 1, 2, 3, 4],
    callGex: [1, 1, 1, 1, 1],
    putGex: [0, 0, 0, 0, 0],
    callOi: [1, 1, 1, 1, 1],
    putOi: [1, 1, 1, 1, 1],
    callVolume: [0, 0, 0, 0, 0],
    putVolume: [0, 0, 0, 0, 0],
  },
  { quantity: 'net', windowFraction: null, dteMax: null },
);

test('the first move lands on spot in the nearest expiry', () => {
  expect(movedFocus(model, null, 'down')).toEqual({ row: 2, column: 1 });
});

test('arrows move by one, pages by ten, and nothing leaves the grid', () => {
  expect(movedFocus(model, { row: 2, column: 1 }, 'up')).toEqual({ row: 1, column: 1 });
  expect(movedFocus(model, { row: 2, column: 1 }, 'left')).toEqual({ row: 2, column: 0 });
  expect(movedFocus(model, { row: 2, column: 1 }, 'down-10')).toEqual({ row: 4, column: 1 });
  expect(movedFocus(model, { row: 0, column: 0 }, 'spot')).toEqual({ row: 2, column: 0 });
  expect(movedFocus(model, { row: 2, column: 1 }, 'table')).toBeNull();
});

test('arrows belong to the heatmap only while it has the focus; letters work everywhere, in either case', () => {
  expect(actionOfKey('ArrowDown', true)).toBe('down');
  expect(actionOfKey('ArrowDown', false)).toBeNull();
  expect(actionOfKey('M', false)).toBe('next-mode');
  expect(actionOfKey('3', false)).toBe('pick-3');
  expect(actionOfKey('x', true)).toBeNull();
});

test('no key means two things', () => {
  const keys = keyBindings.flatMap(({ keys }) => keys);
  expect(new Set(keys).size).toBe(keys.length);
});

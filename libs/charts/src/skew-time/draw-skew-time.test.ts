import { expect, test, vi } from 'vitest';
import { heatmapThemes } from '../heatmap/heatmap-theme.ts';
import { recordingContext } from '../heatmap/recording-context.ts';
import { drawSkewTime } from './draw-skew-time.ts';
import type { SkewLine } from './skew-lines.ts';

const minute = 60_000;
const line = (name: string, ...points: readonly (readonly [number, number | null])[]): SkewLine => ({
  name,
  points: points.map(([atMinute, skew]) => ({ atMs: atMinute * minute, skew })),
});

const drawn = (lines: readonly SkewLine[]) => {
  const context = recordingContext();
  const lineTo = vi.spyOn(context, 'lineTo');
  const moveTo = vi.spyOn(context, 'moveTo');
  const fillRect = vi.spyOn(context, 'fillRect');
  drawSkewTime(context, {
    ...{ lines, stepMs: 15 * minute, theme: heatmapThemes.dark, accent: '#abc', fontFamily: 'x', textPx: 10 },
    ...{ timeText: (atMs: number) => `at ${atMs / minute}`, width: 400, height: 116, pixelRatio: 1 },
  });
  const dots = fillRect.mock.calls.filter(([, , width, height]) => width === 5 && height === 5);
  return { texts: context.texts, strokes: context.strokes, moves: moveTo.mock.calls, steps: lineTo.mock.calls, dots };
};

test('time to the right, skew upwards, the scale and round moments beside, the newest value at the end', () => {
  const { texts, moves, steps } = drawn([line('12-04', [0, 2], [15, 3], [30, 4], [45, 3], [60, 0])]);
  // −1 to 5 after rounding: a sixth of 94 pixels each. `12-04  0.0` takes 70 pixels of the right, `−1.0` 28 of the left.
  expect(texts).toEqual([
    '−1.0',
    '0.0',
    '1.0',
    '2.0',
    '3.0',
    '4.0',
    '5.0',
    'at 0',
    'at 15',
    'at 30',
    'at 45',
    'at 60',
    '12-04  0.0',
  ]);
  const y = (skew: number): number => 100 - ((skew + 1) / 6) * 94;
  expect(moves).toEqual([[36, expect.closeTo(y(2), 9)]]);
  expect(steps.at(-1)).toEqual([318, expect.closeTo(y(0), 9)]);
});

test('a look without skew breaks the line, and so does one that is missing; one alone is a dot', () => {
  const { moves, steps, dots } = drawn([line('a', [0, 1], [15, 2], [30, null], [45, 3], [75, 4], [90, 5])]);
  expect([moves.length, steps.length, dots.length]).toEqual([2, 2, 1]);
});

test('the first line is drawn last, in the accent; the others have dashes of their own', () => {
  const { strokes, texts } = drawn([line('near', [0, 1], [15, 2]), line('far', [0, 5], [15, 6]), line('none', [0, null])]);
  expect(strokes.map(({ colour }) => colour)).toEqual([heatmapThemes.dark.dimText, '#abc']);
  expect(strokes.map(({ dash }) => dash)).toEqual([[7, 4], []]);
  expect(texts.slice(-2)).toEqual(['near  2.0', 'far  6.0']);
});

test('a single look stands at the right of its hour; none at all is an empty picture', () => {
  expect(drawn([line('a', [60, -0.04])])).toMatchObject({
    dots: [[400 - 6 * 7 - 12 - 2.5, expect.any(Number), 5, 5]],
    moves: [],
  });
  expect(drawn([line('a', [60, -0.04])]).texts.at(-1)).toBe('a  0.0');
  expect(drawn([line('a', [0, null])])).toMatchObject({ texts: [], moves: [], dots: [] });
});

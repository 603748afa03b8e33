import { expect, test, vi } from 'vitest';
import { colourScale, palettes } from '../colour-scale.ts';
import { heatmapThemes } from '../heatmap/heatmap-theme.ts';
import { recordingContext } from '../heatmap/recording-context.ts';
import { drawStrikeTime } from './draw-strike-time.ts';
import { placeOnStrikes } from './place-on-strikes.ts';

const scale = colourScale(10, palettes['blue-orange'].dark);
const column = (step: number, values: readonly (number | null)[], spot = 101) => ({ atMs: step * 300_000, spot, values });

const drawn = (columns: readonly ReturnType<typeof column>[], strikes: readonly number[] = [100, 102, 110]) => {
  const context = recordingContext();
  const lineTo = vi.spyOn(context, 'lineTo');
  const moveTo = vi.spyOn(context, 'moveTo');
  drawStrikeTime(context, {
    ...{ strikes, columns, intervalMs: 300_000, scale, theme: heatmapThemes.dark, fontFamily: 'x', textPx: 11 },
    ...{ timeText: (atMs: number) => `at ${atMs / 60_000}`, width: 444, height: 316, pixelRatio: 1 },
  });
  // The first fill is the background.
  return { texts: context.texts, cells: context.fills.slice(1), moves: moveTo.mock.calls, lines: lineTo.mock.calls };
};

test('a strike is a row, the highest on top, and a step of time a column; where nothing was, nothing is drawn', () => {
  const { cells, texts } = drawn([column(12, [-10, 0, null]), column(15, [10, 0, 5])]);
  expect(cells.map(({ x, y }) => [x, y])).toEqual([
    [44, 200],
    [44, 100],
    [344, 200],
    [344, 100],
    [344, 0],
  ]);
  expect([cells[0]!.colour, cells[2]!.colour]).toEqual([scale.colour(-10), scale.colour(10)]);
  expect(texts).toEqual(['100', '102', '110', 'at 60', 'at 75', 'at 65', 'at 70']);
});

test('G-24: the path of spot breaks where steps are missing', () => {
  const { moves, lines } = drawn([column(0, []), column(1, [], 102), column(3, [], 106), column(4, [], 200)]);
  expect(moves).toEqual([
    [84, 200],
    [324, 100],
  ]);
  expect(lines).toEqual([
    [164, 150],
    [404, 50],
  ]);
});

test('round moments stand between the first and the last, where they have room', () => {
  const columns = Array.from({ length: 36 }, (_, step) => column(100 + step, []));
  expect(drawn(columns).texts.filter((text) => text.startsWith('at'))).toEqual([
    'at 500',
    'at 675',
    'at 540',
    'at 570',
    'at 600',
    'at 630',
  ]);
});

test('two columns have one moment between them: where the second begins', () => {
  const late = [column(12, []), column(13, [])].map((each) => ({ ...each, atMs: each.atMs + 120_000 }));
  expect(drawn(late).texts.filter((text) => text.startsWith('at'))).toEqual(['at 62', 'at 67', 'at 65']);
});

test('slim rows are labelled at round strikes', () => {
  const strikes = Array.from({ length: 40 }, (_, at) => 6_815 + 5 * at);
  expect(drawn([column(12, [])], strikes).texts.slice(0, 3)).toEqual(['6,820', '6,830', '6,840']);
});

test('nothing kept is an empty picture', () => {
  expect(drawn([])).toMatchObject({ cells: [], texts: [], lines: [] });
});

test.each([
  [90, 0],
  [100, 0],
  [101, 0.5],
  [102, 1],
  [106, 1.5],
  [999, 2],
])('a price of %d stands at %d among strikes', (price, place) => {
  expect(placeOnStrikes([100, 102, 110], price)).toBe(place);
});

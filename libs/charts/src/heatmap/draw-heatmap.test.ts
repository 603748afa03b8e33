import { describe, expect, test } from 'vitest';
import { colourScale, palettes } from '../colour-scale.ts';
import { drawHeatmap } from './draw-heatmap.ts';
import { smallBook } from './heatmap-fixture.ts';
import { cellAt, columnLeft, heatmapLayout, priceY, rowTop, scrollToShow } from './heatmap-layout.ts';
import { placeLevels } from './heatmap-levels.ts';
import { heatmapModel } from './heatmap-model.ts';
import { heatmapThemes } from './heatmap-theme.ts';
import { recordingContext } from './recording-context.ts';

const model = heatmapModel(smallBook, { quantity: 'net', windowFraction: null, dteMax: null });
const options = {
  width: 600,
  height: 300,
  scrollX: 0,
  scrollY: 0,
  textPx: 12,
  digitPx: 7,
  density: 'read',
  compact: false,
} as const;
const layout = heatmapLayout(model, options);
const levels = [
  { name: 'spot', price: 101 },
  { name: 'zero-gamma', price: 101.1 },
  { name: 'call-wall', price: 105 },
  { name: 'put-wall', price: 90 },
] as const;

const drawn = (picture: typeof layout = layout) => {
  const context = recordingContext();
  drawHeatmap(context, {
    model,
    layout: picture,
    scale: colourScale(40e6, palettes['blue-orange'].dark),
    palette: palettes['blue-orange'].dark,
    theme: heatmapThemes.dark,
    levels,
    kings: { gross: 90, net: 105 },
    fontFamily: 'sans-serif',
    pixelRatio: 2,
    focus: null,
  });
  return context;
};

describe('geometry', () => {
  test('a price between two strikes is drawn between their rows', () => {
    const [upper, lower] = [priceY(layout, model, 105), priceY(layout, model, 100)];
    expect(priceY(layout, model, 101)).toBeCloseTo(lower + (upper - lower) / 5);
    expect(lower).toBe(rowTop(layout, 2) + layout.rowHeight / 2);
  });

  test('the cell under a point is the one drawn there', () => {
    for (const row of model.rows.keys()) {
      for (const column of model.columns.keys()) {
        expect(cellAt(layout, model, columnLeft(layout, column) + 3, rowTop(layout, row) + 3)).toEqual({ row, column });
      }
    }
    expect(cellAt(layout, model, 3, 3)).toBeNull();
  });

  test('scrolling brings a hidden cell into view, and a visible one moves nothing', () => {
    const small = heatmapLayout(model, { ...options, width: 330, height: 100, scrollX: 10, scrollY: 20 });
    expect(scrollToShow(small, { row: 0, column: 1 })).toEqual({ scrollX: 0, scrollY: 0 });
    const { scrollX, scrollY } = scrollToShow(small, { row: 4, column: 2 });
    const there = heatmapLayout(model, { ...small, scrollX, scrollY });
    expect(rowTop(there, 4) + there.rowHeight).toBeLessThanOrEqual(there.cellsBottom);
    expect(columnLeft(there, 2)).toBeGreaterThanOrEqual(there.cellsLeft);
  });

  test('`fit` shows every row at once', () => {
    const fit = heatmapLayout(model, { ...options, height: 90, density: 'fit' });
    expect(rowTop(fit, model.rows.length)).toBeLessThanOrEqual(90);
  });
});

describe('levels', () => {
  test('each has its name and value at the right edge, and no label covers another', () => {
    const placed = placeLevels(layout, model, levels);
    expect(placed.map(({ text }) => text)).toEqual(['Spot 101', 'Zero gamma 101.10', 'Call wall 105', 'Put wall 90']);
    const heights = placed.map(({ labelY }) => labelY).sort((a, b) => a - b);
    for (const [index, y] of heights.slice(1).entries()) expect(y - heights[index]!).toBeGreaterThanOrEqual(options.textPx);
  });

  test('one that is scrolled out of view keeps its label, with an arrow towards it, and no line', () => {
    const scrolled = heatmapLayout(model, { ...options, height: 100, scrollY: 0 });
    const putWall = placeLevels(scrolled, model, levels)[3]!;
    expect(putWall.text).toBe('▼ Put wall 90');
    expect(putWall.lineY).toBeNull();
  });

  test('spot is solid, zero gamma dashed, the call wall solid, the put wall dotted', () => {
    const dashes = new Map(drawn().strokes.map(({ colour, dash }) => [colour, dash]));
    const { spot, zeroGamma, callWall, putWall } = heatmapThemes.dark;
    expect([spot, zeroGamma, callWall, putWall].map((colour) => dashes.get(colour))).toEqual([[], [7, 5], [], [1.5, 3.5]]);
  });
});

describe('the picture', () => {
  const { texts, fills } = drawn();

  test('prints cells, totals, expiries and levels', () => {
    for (const text of ['+38M', '−49M', 'Nov 20', '0DTE', 'Dec 17', '’27 AM', 'Σ', 'all 2', 'Spot 101', '★', '☆'])
      expect(texts).toContain(text);
  });

  test('paints a cell in the colour of its value', () => {
    const cell = fills.find(({ x, y }) => x === Math.round(columnLeft(layout, 1)) && y === Math.round(rowTop(layout, 1)));
    expect(cell?.colour).toBe(colourScale(40e6, palettes['blue-orange'].dark).colour(38e6));
  });

  test('leaves out what is scrolled away', () => {
    const far = heatmapLayout(model, { ...options, height: 70, scrollY: 0 });
    expect(drawn(far).texts).not.toContain('−49M');
  });
});

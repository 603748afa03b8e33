import type { DrawingContext } from '../drawing-context.ts';
import { formatUsd } from '../money.ts';
import { columnLeft, rowTop } from './heatmap-layout.ts';
import type { PlacedLevel } from './heatmap-levels.ts';
import { cellValue } from './heatmap-model.ts';
import type { HeatmapPicture } from './heatmap-picture.ts';

/** Below this share of the limit a number is printed dim: it is there to be read, not to be seen. */
const faintShare = 0.02;

/** Edges are rounded to whole pixels and shared, so that neighbours leave neither seam nor overlap. */
export const fillCells = (context: DrawingContext, picture: HeatmapPicture): void => {
  const { layout, model } = picture;
  const gap = layout.rowHeight >= 8 ? 1 : 0;
  for (let row = layout.firstRow; row <= layout.lastRow; row++) {
    const top = Math.round(rowTop(layout, row));
    const height = Math.round(rowTop(layout, row + 1)) - top - gap;
    for (let column = layout.firstColumn; column <= layout.lastColumn; column++) {
      const value = cellValue(model, row, column);
      if (Number.isNaN(value)) continue;
      const left = Math.round(columnLeft(layout, column));
      context.fillStyle = fillOf(picture, row, value);
      context.fillRect(left, top, Math.round(columnLeft(layout, column + 1)) - left - 1, height);
    }
  }
};

/** Drawn over the level lines. In the rows that a line crosses, numbers get a halo in their cell's colour, to stay readable. */
export const printCells = (context: DrawingContext, picture: HeatmapPicture, placed: readonly PlacedLevel[]): void => {
  const { layout, model } = picture;
  if (!layout.showsNumbers) return;
  context.font = `${layout.textPx}px ${picture.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 5;
  context.lineJoin = 'round';
  for (let row = layout.firstRow; row <= layout.lastRow; row++) {
    const y = rowTop(layout, row) + layout.rowHeight / 2 + 0.5;
    const crossed = placed.some(({ lineY }) => lineY !== null && Math.abs(lineY - y) < layout.rowHeight / 2 + 2);
    for (let column = layout.firstColumn; column <= layout.lastColumn; column++) {
      const value = cellValue(model, row, column);
      if (Number.isNaN(value) || value === 0) continue;
      const text = formatUsd(value, { narrow: true, plus: model.quantity === 'net' });
      const x = columnLeft(layout, column) + layout.columnWidth / 2 - 0.5;
      if (crossed) {
        context.strokeStyle = fillOf(picture, row, value);
        context.strokeText(text, x, y);
      }
      context.fillStyle = inkOf(picture, row, value);
      context.fillText(text, x, y);
    }
  }
};

/** Bins add up many strikes: in the cells' colours they would outshine every single one, so they get none. */
const fillOf = ({ model, scale, theme }: HeatmapPicture, row: number, value: number): string =>
  model.rows[row]!.kind === 'strike' ? scale.colour(value) : theme.panel;

const inkOf = ({ model, scale, theme }: HeatmapPicture, row: number, value: number): string =>
  model.rows[row]!.kind === 'strike' && Math.abs(value) >= faintShare * scale.limit ? scale.ink(value) : theme.dimText;

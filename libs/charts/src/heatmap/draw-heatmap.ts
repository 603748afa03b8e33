import type { DrawingContext } from '../drawing-context.ts';
import { fillCells, printCells } from './draw-cells.ts';
import { drawHeaders } from './draw-headers.ts';
import { drawLevelLabels, drawLevelLines } from './draw-levels.ts';
import { type CellPlace, columnLeft, columnWidthOf, rowTop } from './heatmap-layout.ts';
import { placeLevels } from './heatmap-levels.ts';
import type { HeatmapPicture } from './heatmap-picture.ts';

/** Draws the whole picture, of which only what is in view costs anything. The canvas must measure width × height × pixelRatio². */
export const drawHeatmap = (context: DrawingContext, picture: HeatmapPicture): void => {
  const { layout, theme, model } = picture;
  const placed = placeLevels(layout, model, picture.levels);
  context.save();
  context.setTransform(picture.pixelRatio, 0, 0, picture.pixelRatio, 0, 0);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, layout.width, layout.height);
  inside(context, layout.cellsLeft, layout.cellsTop, layout.cellsRight, layout.cellsBottom, () => fillCells(context, picture));
  inside(context, layout.cellsLeft, layout.cellsTop, layout.cellsRight, layout.cellsBottom, () => {
    drawLevelLines(context, picture, placed);
    printCells(context, picture, placed);
  });
  drawHeaders(context, picture);
  drawLevelLabels(context, picture, placed);
  if (picture.focus) drawFocus(context, picture, picture.focus);
  context.restore();
};

/** Draws only within a box, so that scrolled cells never show beneath the headers. */
const inside = (context: DrawingContext, left: number, top: number, right: number, bottom: number, draw: () => void): void => {
  context.save();
  context.beginPath();
  context.rect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  context.clip();
  draw();
  context.restore();
};

const drawFocus = (context: DrawingContext, { layout, theme }: HeatmapPicture, { row, column }: CellPlace): void => {
  const left = column === 0 ? layout.rowLabelWidth : layout.cellsLeft;
  inside(context, left - 2, layout.cellsTop - 2, layout.cellsRight + 2, layout.cellsBottom + 2, () => {
    const box = [columnLeft(layout, column), rowTop(layout, row), columnWidthOf(layout, column), layout.rowHeight] as const;
    context.lineWidth = 4;
    context.strokeStyle = theme.background;
    context.strokeRect(...box);
    context.lineWidth = 2;
    context.strokeStyle = theme.focus;
    context.strokeRect(...box);
  });
};

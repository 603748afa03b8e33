import type { DrawingContext } from '../drawing-context.ts';
import { formatUsd } from '../money.ts';
import { rowTop } from './heatmap-layout.ts';
import { cellValue } from './heatmap-model.ts';
import type { HeatmapPicture } from './heatmap-picture.ts';

/**
 * The sum over all expiries as a bar per strike: the gamma profile. Net grows from the middle, to the right when positive, to the left when
 * negative; the other quantities from the left. The bars have a linear scale of their own, the greatest fills its side.
 */
export const drawSums = (context: DrawingContext, picture: HeatmapPicture): void => {
  const { layout, model, theme } = picture;
  const { rowLabelWidth, sumWidth, cellsTop, cellsBottom } = layout;
  context.save();
  context.beginPath();
  context.rect(rowLabelWidth, cellsTop, sumWidth, Math.max(0, cellsBottom - cellsTop));
  context.clip();
  context.fillStyle = theme.panel;
  context.fillRect(rowLabelWidth, cellsTop, sumWidth, cellsBottom - cellsTop);
  const sums = model.rows.map(({ kind }, row) => (kind === 'strike' ? cellValue(model, row, 0) : Number.NaN));
  const greatest = sums.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
  for (let row = layout.firstRow; row <= layout.lastRow; row++) {
    if (greatest > 0 && Number.isFinite(sums[row])) drawBar(context, picture, row, sums[row]! / greatest);
    if (layout.showsNumbers) printSum(context, picture, row);
  }
  context.restore();
};

const drawBar = (context: DrawingContext, { layout, model, palette }: HeatmapPicture, row: number, share: number): void => {
  const signed = model.quantity === 'net';
  const room = layout.sumWidth - 6;
  const zero = layout.rowLabelWidth + 3 + (signed ? room / 2 : 0);
  const length = Math.abs(share) * (signed ? room / 2 : room);
  const top = Math.round(rowTop(layout, row));
  const bottom = Math.round(rowTop(layout, row + 1));
  context.globalAlpha = 0.5;
  context.fillStyle = model.quantity === 'gross' ? palette.unsigned : share < 0 ? palette.negative : palette.positive;
  context.fillRect(signed && share < 0 ? zero - length : zero, top + 1, length, Math.max(1, bottom - top - 2));
  context.globalAlpha = 1;
};

const printSum = (context: DrawingContext, picture: HeatmapPicture, row: number): void => {
  const { layout, model, theme, fontFamily } = picture;
  const value = cellValue(model, row, 0);
  if (!Number.isFinite(value) || value === 0) return;
  context.font = `${layout.textPx}px ${fontFamily}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillStyle = model.rows[row]!.kind === 'strike' ? theme.text : theme.dimText;
  const y = rowTop(layout, row) + layout.rowHeight / 2 + 0.5;
  context.fillText(
    formatUsd(value, { narrow: true, plus: model.quantity === 'net' }),
    layout.rowLabelWidth + layout.sumWidth - 6,
    y,
  );
};

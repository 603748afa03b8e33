import type { DrawingContext } from '../drawing-context.ts';
import { formatUsd } from '../money.ts';
import { formatPoints } from '../price.ts';
import { drawSums } from './draw-sums.ts';
import type { HeatmapColumn, HeatmapRow } from './heatmap-axes.ts';
import { columnLeft } from './heatmap-layout.ts';
import { columnTotal } from './heatmap-model.ts';
import type { HeatmapPicture } from './heatmap-picture.ts';
import { strikeLabels } from './strike-labels.ts';

/** What stays in view while the cells scroll: strikes and sums on the left, expiries and their totals above. */
export const drawHeaders = (context: DrawingContext, picture: HeatmapPicture): void => {
  drawStrikes(context, picture);
  drawSums(context, picture);
  drawExpiries(context, picture);
  drawCorner(context, picture);
};

const drawStrikes = (context: DrawingContext, picture: HeatmapPicture): void => {
  const { layout, model, theme, kings, fontFamily } = picture;
  const { textPx } = layout;
  context.save();
  context.beginPath();
  context.rect(0, layout.cellsTop, layout.rowLabelWidth, Math.max(0, layout.cellsBottom - layout.cellsTop));
  context.clip();
  context.fillStyle = theme.panel;
  context.fillRect(0, layout.cellsTop, layout.rowLabelWidth, layout.cellsBottom - layout.cellsTop);
  context.textBaseline = 'middle';
  for (const { row, y, king } of strikeLabels(layout, model, kings)) {
    const { kind } = model.rows[row]!;
    context.font = `${king === null ? '' : '700 '}${textPx}px ${fontFamily}`;
    context.fillStyle = king !== null ? theme.king : kind === 'strike' ? theme.text : theme.dimText;
    context.textAlign = 'right';
    context.fillText(rowText(model.rows[row]!), layout.rowLabelWidth - 6, y);
    if (king !== null) {
      context.textAlign = 'left';
      context.fillText(king === 'gross' ? '★' : '☆', 4, y);
    }
  }
  context.restore();
};

/** `6,485`, or what a bin holds. */
export const rowText = ({ kind, strike }: HeatmapRow): string =>
  kind === 'strike' ? formatPoints(strike) : kind === 'above' ? '▲ above' : '▼ below';

const drawExpiries = (context: DrawingContext, picture: HeatmapPicture): void => {
  const { layout, model, theme } = picture;
  const { textPx, headerHeight, totalHeight, cellsLeft, cellsRight, columnWidth } = layout;
  context.save();
  context.beginPath();
  context.rect(cellsLeft, 0, Math.max(0, cellsRight - cellsLeft), layout.cellsTop);
  context.clip();
  context.fillStyle = theme.panel;
  context.fillRect(cellsLeft, 0, cellsRight - cellsLeft, layout.cellsTop);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let column = layout.firstColumn; column <= layout.lastColumn; column++) {
    const x = columnLeft(layout, column) + columnWidth / 2 - 0.5;
    const [date, when] = columnText(model.columns[column]!);
    context.font = `600 ${textPx}px ${picture.fontFamily}`;
    context.fillStyle = theme.text;
    context.fillText(date, x, textPx / 2 + 5);
    context.font = `${textPx}px ${picture.fontFamily}`;
    context.fillStyle = theme.dimText;
    context.fillText(when, x, textPx * 1.5 + 8);
    drawTotal(context, picture, column, x, headerHeight + totalHeight / 2);
  }
  context.restore();
};

const drawCorner = (context: DrawingContext, picture: HeatmapPicture): void => {
  const { layout, model, theme } = picture;
  const { textPx, rowLabelWidth, sumWidth, headerHeight, totalHeight, cellsLeft } = layout;
  context.fillStyle = theme.panel;
  context.fillRect(0, 0, cellsLeft, layout.cellsTop);
  context.textBaseline = 'middle';
  context.font = `${textPx}px ${picture.fontFamily}`;
  context.fillStyle = theme.dimText;
  context.textAlign = 'right';
  context.fillText('Strike', rowLabelWidth - 6, textPx / 2 + 5);
  context.fillText('Total', rowLabelWidth - 6, headerHeight + totalHeight / 2);
  context.textAlign = 'center';
  const x = rowLabelWidth + sumWidth / 2;
  context.font = `600 ${textPx}px ${picture.fontFamily}`;
  context.fillStyle = theme.text;
  context.fillText('Σ', x, textPx / 2 + 5);
  context.font = `${textPx}px ${picture.fontFamily}`;
  context.fillStyle = theme.dimText;
  context.fillText(`all ${model.expiryCount}`, x, textPx * 1.5 + 8);
  drawTotal(context, picture, 0, x, headerHeight + totalHeight / 2);
  context.fillStyle = theme.rule;
  context.fillRect(0, layout.cellsTop - 1, layout.cellsRight, 1);
  context.fillRect(0, headerHeight, layout.cellsRight, 1);
  context.fillRect(cellsLeft - 1, 0, 1, layout.cellsBottom);
};

const drawTotal = (
  context: DrawingContext,
  { model, theme, layout, fontFamily }: HeatmapPicture,
  column: number,
  x: number,
  y: number,
): void => {
  const value = columnTotal(model, column);
  context.font = `700 ${layout.textPx}px ${fontFamily}`;
  context.fillStyle = value < 0 ? theme.putWall : model.quantity === 'gross' || value === 0 ? theme.text : theme.callWall;
  context.fillText(
    formatUsd(value, { narrow: true, plus: model.quantity === 'net', significantDigits: column === 0 ? 3 : 2 }),
    x,
    y,
  );
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Beyond this many days the year says more than a count of days. */
const daysBeforeYear = 300;

/** Two lines for an expiry: `Sep 19` and `15d AM`; today's is `0DTE`, a far one shows its year. */
export const columnText = ({ expiry, dte, settlement }: HeatmapColumn): readonly [string, string] => {
  const [year = '', month = '', day = ''] = expiry.split('-');
  const when = dte === 0 ? '0DTE' : dte > daysBeforeYear ? `’${year.slice(2)}` : `${dte}d`;
  return [`${months[Number(month) - 1] ?? month} ${Number(day)}`, settlement === 'am' ? `${when} AM` : when];
};

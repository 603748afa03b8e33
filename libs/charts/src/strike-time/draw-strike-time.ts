import type { ColourScale } from '../colour-scale.ts';
import type { DrawingContext } from '../drawing-context.ts';
import type { HeatmapTheme } from '../heatmap/heatmap-theme.ts';
import { labelStep } from '../label-step.ts';
import { formatPoints } from '../price.ts';
import { timeTicks } from '../time-ticks.ts';
import { placeOnStrikes } from './place-on-strikes.ts';

/** What was kept of one moment. */
export interface StrikeColumn {
  readonly atMs: number;
  /** Points. */
  readonly spot: number;
  /** USD per 1 % move at each strike; null where there was no contract. */
  readonly values: readonly (number | null)[];
}

export interface StrikeTimePicture {
  /** Ascending, points. */
  readonly strikes: readonly number[];
  /** Oldest first, in steps of `intervalMs`, some of which may be missing. */
  readonly columns: readonly StrikeColumn[];
  readonly intervalMs: number;
  readonly scale: ColourScale;
  readonly theme: HeatmapTheme;
  readonly fontFamily: string;
  readonly textPx: number;
  readonly timeText: (atMs: number) => string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

const labelWidthOf = (textPx: number): number => 4 * textPx;
const labelHeightOf = (textPx: number): number => textPx + 5;

/** Strikes upwards, time to the right, spot's path over them. A step of time without a column stays empty, and the path breaks there. */
export const drawStrikeTime = (context: DrawingContext, picture: StrikeTimePicture): void => {
  const { columns, strikes, intervalMs, theme, textPx, width, height, pixelRatio } = picture;
  const [labelWidth, labelHeight] = [labelWidthOf(textPx), labelHeightOf(textPx)];
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  const first = columns[0];
  const last = columns.at(-1);
  if (first === undefined || last === undefined || strikes.length === 0) return;
  const slotOf = ({ atMs }: StrikeColumn): number => Math.floor(atMs / intervalMs) - Math.floor(first.atMs / intervalMs);
  const slotWidth = (width - labelWidth) / (slotOf(last) + 1);
  const rowHeight = (height - labelHeight) / strikes.length;
  /** The upper edge of a place counted in strikes from the lowest. */
  const yOf = (place: number): number => height - labelHeight - place * rowHeight;
  for (const column of columns) {
    const left = Math.round(labelWidth + slotOf(column) * slotWidth);
    const right = Math.round(labelWidth + (slotOf(column) + 1) * slotWidth);
    column.values.forEach((value, row) => {
      if (value === null) return;
      const top = Math.round(yOf(row + 1));
      context.fillStyle = picture.scale.colour(value);
      context.fillRect(left, top, right - left, Math.round(yOf(row)) - top);
    });
  }
  strokeSpot(context, picture, (column) => ({
    slot: slotOf(column),
    x: labelWidth + (slotOf(column) + 0.5) * slotWidth,
    y: yOf(placeOnStrikes(strikes, column.spot) + 0.5),
  }));
  const xOf = (atMs: number): number => labelWidth + (atMs / intervalMs - Math.floor(first.atMs / intervalMs)) * slotWidth;
  printStrikes(context, picture, yOf);
  printTimes(context, picture, xOf, [first, last]);
};

interface SpotPoint {
  readonly slot: number;
  readonly x: number;
  readonly y: number;
}

const strokeSpot = (
  context: DrawingContext,
  { columns, theme }: StrikeTimePicture,
  pointOf: (column: StrikeColumn) => SpotPoint,
): void => {
  context.lineJoin = 'round';
  context.setLineDash([]);
  context.beginPath();
  let before: SpotPoint | null = null;
  for (const column of columns) {
    const point = pointOf(column);
    if (before !== null && point.slot === before.slot + 1) context.lineTo(point.x, point.y);
    else context.moveTo(point.x, point.y);
    before = point;
  }
  // An edge under it keeps it visible on bright cells.
  for (const [colour, width] of [
    [theme.background, 5],
    [theme.spot, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
};

const printStrikes = (
  context: DrawingContext,
  { strikes, theme, fontFamily, textPx, height }: StrikeTimePicture,
  yOf: (place: number) => number,
): void => {
  context.font = `${textPx}px ${fontFamily}`;
  context.fillStyle = theme.dimText;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const step = labelStep(strikes, (height - labelHeightOf(textPx)) / strikes.length, textPx);
  let below = Number.POSITIVE_INFINITY;
  strikes.forEach((strike, row) => {
    const y = yOf(row + 0.5);
    if ((step !== null && strike % step !== 0) || below - y < textPx) return;
    context.fillText(formatPoints(strike), labelWidthOf(textPx) - 5, y);
    below = y;
  });
};

/** The first and the last moment at the edges, round ones at which a column begins between. */
const printTimes = (
  context: DrawingContext,
  { theme, intervalMs, textPx, timeText, width, height }: StrikeTimePicture,
  xOf: (atMs: number) => number,
  [first, last]: readonly [StrikeColumn, StrikeColumn],
): void => {
  const [left, y] = [labelWidthOf(textPx), height - labelHeightOf(textPx) / 2];
  context.fillStyle = theme.dimText;
  context.textAlign = 'left';
  context.fillText(timeText(first.atMs), left, y);
  context.textAlign = 'right';
  if (last !== first) context.fillText(timeText(last.atMs), width, y);
  const room = 4 * textPx;
  context.textAlign = 'center';
  for (const atMs of timeTicks(first.atMs, last.atMs, Math.floor((width - left) / (1.5 * room))))
    if (atMs % intervalMs === 0 && atMs < last.atMs && xOf(atMs) > left + 1.5 * room && xOf(atMs) < width - 1.5 * room)
      context.fillText(timeText(atMs), xOf(atMs), y);
};

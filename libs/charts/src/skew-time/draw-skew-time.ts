import { scaleLinear } from 'd3-scale';
import type { DrawingContext } from '../drawing-context.ts';
import type { HeatmapTheme } from '../heatmap/heatmap-theme.ts';
import { pushApart } from '../push-apart.ts';
import { timeTicks } from '../time-ticks.ts';
import { type KnownPoint, type SkewLine, unbrokenRuns } from './skew-lines.ts';

export interface SkewTimePicture {
  /** The first is the one that matters; the others stand back. */
  readonly lines: readonly SkewLine[];
  /** Between two looks. */
  readonly stepMs: number;
  readonly theme: HeatmapTheme;
  readonly accent: string;
  readonly fontFamily: string;
  readonly textPx: number;
  readonly timeText: (atMs: number) => string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** Lines differ in dashes too, never in colour alone. */
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [1, 5]];
/** A single look would else fill the whole width. */
const spanMsMin = 3_600_000;
const minus = '−';

/** Skew in vol points upwards, time to the right. A look without skew, or one that is missing, breaks its line; one alone is a dot. */
export const drawSkewTime = (context: DrawingContext, picture: SkewTimePicture): void => {
  const { lines, theme, textPx, width, height, pixelRatio } = picture;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  const drawn = lines.map((line) => ({ line, runs: unbrokenRuns(line, picture.stepMs) })).filter(({ runs }) => runs.length > 0);
  const known = drawn.flatMap(({ runs }) => runs.flat());
  if (known.length === 0) return;

  context.font = `${textPx}px ${picture.fontFamily}`;
  const [low, high] = [Math.min(...known.map(({ skew }) => skew)), Math.max(...known.map(({ skew }) => skew))];
  const room = Math.max(0.1, (high - low) * 0.1);
  const lastMs = Math.max(...known.map(({ atMs }) => atMs));
  const firstMs = Math.min(lastMs - spanMsMin, ...known.map(({ atMs }) => atMs));
  const values = scaleLinear([low - room, high + room], [0, 1]).nice(5);
  const ticks = values.ticks(5);
  const labels = drawn.map(({ line, runs }) => `${line.name}  ${skewText(runs.at(-1)!.at(-1)!.skew)}`);
  const left = Math.max(...ticks.map((tick) => context.measureText(skewText(tick)).width)) + 8;
  const right = width - Math.max(...labels.map((label) => context.measureText(label).width)) - 12;
  const [top, bottom] = [textPx / 2 + 1, height - textPx - 6];
  const x = (atMs: number): number => left + ((atMs - firstMs) / (lastMs - firstMs)) * (right - left);
  const y = (skew: number): number => bottom - values(skew) * (bottom - top);

  const frame = { left, right, top, bottom };
  printScale(context, picture, ticks, y, frame);
  printTimes(context, picture, [firstMs, lastMs], x, frame);
  for (const [index, { runs }] of [...drawn.entries()].reverse())
    strokeRuns(context, picture, runs, index, ({ atMs, skew }) => ({ x: x(atMs), y: y(skew) }));
  const centres = pushApart(
    drawn.map(({ runs }) => ({ at: y(runs.at(-1)!.at(-1)!.skew), size: textPx + 3 })),
    0,
    height - textPx,
  );
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  labels.forEach((label, index) => {
    context.fillStyle = colourOf(picture, index);
    context.fillText(label, right + 8, centres[index]!);
  });
};

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const colourOf = ({ accent, theme }: SkewTimePicture, index: number): string => (index === 0 ? accent : theme.dimText);

const printScale = (
  context: DrawingContext,
  { theme }: SkewTimePicture,
  ticks: readonly number[],
  y: (skew: number) => number,
  { left, right }: Frame,
): void => {
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.setLineDash([]);
  for (const tick of ticks) {
    // Zero is where puts and calls cost the same: it stands out.
    context.fillStyle = tick === 0 ? theme.dimText : theme.rule;
    context.fillRect(left, Math.round(y(tick)), right - left, 1);
    context.fillStyle = theme.dimText;
    context.fillText(skewText(tick), left - 5, y(tick));
  }
};

const printTimes = (
  context: DrawingContext,
  { theme, textPx, timeText, height }: SkewTimePicture,
  [firstMs, lastMs]: readonly [number, number],
  x: (atMs: number) => number,
  { left, right, bottom }: Frame,
): void => {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = theme.dimText;
  for (const atMs of timeTicks(firstMs, lastMs, Math.floor((right - left) / (textPx * 5)))) {
    context.fillRect(Math.round(x(atMs)), bottom, 1, 4);
    context.fillText(timeText(atMs), x(atMs), height - textPx / 2);
  }
};

const strokeRuns = (
  context: DrawingContext,
  picture: SkewTimePicture,
  runs: readonly (readonly KnownPoint[])[],
  index: number,
  place: (point: KnownPoint) => { readonly x: number; readonly y: number },
): void => {
  const colour = colourOf(picture, index);
  context.lineWidth = index === 0 ? 2.5 : 1.5;
  context.lineJoin = 'round';
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.setLineDash([...dashes[index % dashes.length]!]);
  for (const run of runs) {
    const places = run.map(place);
    const [first] = places;
    if (places.length === 1) {
      context.fillRect(first!.x - 2.5, first!.y - 2.5, 5, 5);
      continue;
    }
    context.beginPath();
    places.forEach((at, step) => {
      if (step === 0) context.moveTo(at.x, at.y);
      else context.lineTo(at.x, at.y);
    });
    context.stroke();
  }
  context.setLineDash([]);
};

/** `4.2`, `−1.0`, and no zero with a sign. */
const skewText = (skew: number): string => {
  const size = Math.abs(skew).toFixed(1);
  return skew < 0 && size !== '0.0' ? `${minus}${size}` : size;
};

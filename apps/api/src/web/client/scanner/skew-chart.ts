import { drawSkewTime, heatmapThemes, palettes, type SkewLine, skewLines, type ThemeName } from '@gexstream/charts';
import type { SkewHistoryAnswer } from '../../../contract/scanner.ts';
import { byId, setText } from '../element.ts';
import { newYorkDate, newYorkTime } from '../new-york-time.ts';
import { digits } from './numbers.ts';

/** Between two scans. */
const stepMs = 900_000;

/** Skew scan by scan, the nearest expiry first among its like. In words beside it, for those who do not see it. */
export const paintSkew = (symbol: string, points: SkewHistoryAnswer, theme: ThemeName): void => {
  setText(byId('skew-title'), `${symbol} 25-delta skew over 24 hours`);
  const lines = linesOf(points);
  setText(byId('skew-note'), noteOf(symbol, points, lines[0]));
  const canvas = byId('skew-chart') as HTMLCanvasElement;
  canvas.hidden = lines.length === 0;
  if (!canvas.hidden) draw(canvas, lines, theme);
};

const linesOf = (points: SkewHistoryAnswer): readonly SkewLine[] => {
  const looks = points.map(({ expiry, timestamp, skew_25d: skew }) => ({ expiry, atMs: Date.parse(timestamp), skew }));
  const newest = points.at(-1);
  return newest === undefined ? [] : skewLines(looks, newYorkDate(newest.timestamp));
};

const noteOf = (symbol: string, points: SkewHistoryAnswer, nearest: SkewLine | undefined): string => {
  if (nearest === undefined) return `No scan of ${symbol} with a skew lies in the last 24 hours.`;
  const known = nearest.points.flatMap(({ skew }) => (skew === null ? [] : [skew]));
  const last = points.findLast(({ expiry }) => expiry === nearest.name)!;
  const [with25d, all] = [known.length, nearest.points.length];
  const scans = all === 1 ? 'one scan' : with25d === all ? `${all} scans` : `${with25d} of ${all} scans`;
  return `Put IV − call IV, vol points; New York time, gaps stay gaps. ${nearest.name}: ${digits(last.skew_25d, 2)} at ${newYorkTime(last.timestamp)}, ${digits(Math.min(...known), 2)} to ${digits(Math.max(...known), 2)} over ${scans}.`;
};

const draw = (canvas: HTMLCanvasElement, lines: readonly SkewLine[], theme: ThemeName): void => {
  const context = canvas.getContext('2d', { alpha: false });
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (context === null || width === 0) return;
  Object.assign(canvas, { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) });
  drawSkewTime(context, {
    lines,
    stepMs,
    theme: heatmapThemes[theme],
    accent: palettes['blue-orange'][theme].positive,
    fontFamily: getComputedStyle(document.body).fontFamily,
    textPx: 12,
    timeText: (atMs) => newYorkTime(new Date(atMs).toISOString()),
    width,
    height,
    pixelRatio: devicePixelRatio,
  });
};

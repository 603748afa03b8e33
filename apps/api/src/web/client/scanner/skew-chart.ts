import type { SkewHistoryAnswer } from '../../../contract/scanner.ts';
import { byId, setText } from '../element.ts';
import { newYorkTime } from '../new-york-time.ts';
import { digits } from './numbers.ts';

const [width, height, margin] = [600, 150, 14];
const namespace = 'http://www.w3.org/2000/svg';

/** The nearest expiry's skew, scan by scan; a scan without one breaks the line. */
export const paintSkew = (symbol: string, points: SkewHistoryAnswer): void => {
  setText(byId('skew-title'), `${symbol} 25-delta skew over 24 hours`);
  const expiry = points.map((point) => point.expiry).sort()[0];
  const line = points.filter((point) => point.expiry === expiry);
  const known = line.flatMap(({ skew_25d: skew }) => (skew === null ? [] : [skew]));
  const last = line.at(-1);
  if (last === undefined || known.length === 0) {
    setText(byId('skew-note'), `No scan of ${symbol} with a skew lies in the last 24 hours.`);
    byId('skew-chart').replaceChildren();
    return;
  }
  const [low, high] = [Math.min(...known), Math.max(...known)];
  setText(
    byId('skew-note'),
    `Expiry ${expiry}: ${digits(last.skew_25d, 2)} vol points at ${newYorkTime(last.timestamp)} New York, ${digits(low, 2)} to ${digits(high, 2)} over ${line.length === 1 ? 'one scan' : `${line.length} scans`}.`,
  );
  const chart = document.createElementNS(namespace, 'svg');
  chart.setAttribute('viewBox', `0 0 ${width} ${height}`);
  chart.setAttribute('preserveAspectRatio', 'none');
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-labelledby', 'skew-title skew-note');
  const x = (index: number): number => margin + (index / Math.max(1, line.length - 1)) * (width - 2 * margin);
  const y = (skew: number): number => height - margin - ((skew - low) / (high - low || 1)) * (height - 2 * margin);
  for (const piece of pieces(line.map(({ skew_25d: skew }, index) => (skew === null ? null : `${x(index)},${y(skew)}`)))) {
    const drawn = document.createElementNS(namespace, 'polyline');
    drawn.setAttribute('points', piece.length === 1 ? `${piece[0]} ${piece[0]}` : piece.join(' '));
    drawn.setAttribute('stroke-linecap', 'round');
    // A single scan is a point.
    if (piece.length === 1) drawn.style.strokeWidth = '6';
    chart.append(drawn);
  }
  byId('skew-chart').replaceChildren(chart);
};

/** Runs without a hole. */
const pieces = (points: readonly (string | null)[]): readonly (readonly string[])[] => {
  const found: string[][] = [[]];
  for (const point of points) {
    if (point === null) found.push([]);
    else found.at(-1)!.push(point);
  }
  return found.filter((piece) => piece.length > 0);
};

import type { HistoryPointBody } from '../../contract/history.ts';
import type { LevelsEventBody } from '../../contract/stream.ts';

/** One minute, by its last values. */
export interface HistoryMinute {
  /** Epoch seconds of its beginning. */
  readonly startS: number;
  /** USD per 1 %. */
  readonly net: number;
  /** Points. */
  readonly spot: number;
  readonly zeroGamma: number | null;
}

const intervalS = 60;
/** Two full sessions; older minutes leave. */
const minutesMax = 2 * 390;

export const historyMinutes = (points: readonly HistoryPointBody[]): HistoryMinute[] =>
  points.slice(-minutesMax).map((point) => ({
    startS: Date.parse(point.interval_start) / 1_000,
    net: point.net_gex,
    spot: point.spot,
    zeroGamma: point.zero_gamma,
  }));

/** The newest levels become the last minute, or replace it; levels older than that are of no use here. */
export const withLiveLevels = (minutes: readonly HistoryMinute[], levels: LevelsEventBody): readonly HistoryMinute[] => {
  const startS = Math.floor(Date.parse(levels.as_of) / 1_000 / intervalS) * intervalS;
  const last = minutes.at(-1);
  if (last !== undefined && last.startS > startS) return minutes;
  const kept = last?.startS === startS ? minutes.slice(0, -1) : minutes;
  return [...kept, { startS, net: levels.total.net_gex, spot: levels.spot, zeroGamma: levels.zero_gamma }].slice(-minutesMax);
};

/** Columns for a line chart: epoch seconds, net, spot, zero gamma. A missing minute becomes a hole, so that no line is drawn across it. */
export const historyColumns = (
  minutes: readonly HistoryMinute[],
): [number[], (number | null)[], (number | null)[], (number | null)[]] => {
  const columns: [number[], (number | null)[], (number | null)[], (number | null)[]] = [[], [], [], []];
  // One point alone gives uPlot no width to draw on: it would take a day.
  if (minutes.length === 1) push(columns, minutes[0]!.startS - intervalS, null, null, null);
  let before = Number.POSITIVE_INFINITY;
  for (const { startS, net, spot, zeroGamma } of minutes) {
    if (startS - before > intervalS) push(columns, before + intervalS, null, null, null);
    push(columns, startS, net, spot, zeroGamma);
    before = startS;
  }
  return columns;
};

const push = (columns: [number[], ...(number | null)[][]], at: number, ...values: readonly (number | null)[]): void => {
  columns[0].push(at);
  for (const [index, value] of values.entries()) (columns[index + 1] as (number | null)[]).push(value);
};

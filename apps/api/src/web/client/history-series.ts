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
  /** Strikes; null where there is none. */
  readonly king: number | null;
  readonly callWall: number | null;
  readonly putWall: number | null;
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
    king: point.king,
    callWall: point.call_wall,
    putWall: point.put_wall,
  }));

/** The newest levels become the last minute, or replace it; levels older than that are of no use here. */
export const withLiveLevels = (minutes: readonly HistoryMinute[], levels: LevelsEventBody): readonly HistoryMinute[] => {
  const startS = Math.floor(Date.parse(levels.as_of) / 1_000 / intervalS) * intervalS;
  const last = minutes.at(-1);
  if (last !== undefined && last.startS > startS) return minutes;
  const kept = last?.startS === startS ? minutes.slice(0, -1) : minutes;
  const minute: HistoryMinute = {
    startS,
    net: levels.total.net_gex,
    spot: levels.spot,
    zeroGamma: levels.zero_gamma,
    king: levels.max_gross_strike,
    callWall: levels.call_wall,
    putWall: levels.put_wall,
  };
  return [...kept, minute].slice(-minutesMax);
};

/** Epoch seconds, then one column for each line. */
export type HistoryColumns = [at: number[], ...lines: (number | null)[][]];

const lines = ['net', 'spot', 'zeroGamma', 'king', 'callWall', 'putWall'] as const satisfies readonly (keyof HistoryMinute)[];

/** Columns for a line chart, in the order of `lines`. A missing minute becomes a hole, so that no line is drawn across it. */
export const historyColumns = (minutes: readonly HistoryMinute[]): HistoryColumns => {
  const columns: HistoryColumns = [[], ...lines.map(() => [])];
  const [at, ...values] = columns;
  const push = (startS: number, minute: HistoryMinute | null): void => {
    at.push(startS);
    for (const [index, line] of lines.entries()) values[index]!.push(minute === null ? null : minute[line]);
  };
  // One point alone gives uPlot no width to draw on: it would take a day.
  if (minutes.length === 1) push(minutes[0]!.startS - intervalS, null);
  let before = Number.POSITIVE_INFINITY;
  for (const minute of minutes) {
    if (minute.startS - before > intervalS) push(before + intervalS, null);
    push(minute.startS, minute);
    before = minute.startS;
  }
  return columns;
};

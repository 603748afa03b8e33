import { type EpochMs, easternDate, easternTime, epochMs } from '@gexstream/domain';

export const intervalNames = ['1m', '5m', '15m', '1h', '1d'] as const;
export type IntervalName = (typeof intervalNames)[number];

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

export const intervalMs: Readonly<Record<IntervalName, number>> = {
  '1m': minuteMs,
  '5m': 5 * minuteMs,
  '15m': 15 * minuteMs,
  '1h': 60 * minuteMs,
  '1d': dayMs,
};

/** Where the interval begins that holds a moment: whole multiples since 1970 UTC, days at New York's midnight. */
export const intervalStart = (name: IntervalName, at: EpochMs): EpochMs =>
  name === '1d' ? easternTime(easternDate(at), 0, 0) : epochMs(Math.floor(at / intervalMs[name]) * intervalMs[name]);

/** A stretch of time with intervals of one length, which begin `offsetMs` after whole multiples of it since 1970 UTC. */
export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly intervalMs: number;
  readonly offsetMs: number;
}

/**
 * `[from, to)`, `from` where an interval begins, as stretches. Days need more than one when New York changes its clocks: that day has
 * 23 or 25 hours, and those after it begin at another hour of UTC.
 */
export const stretches = (name: IntervalName, from: EpochMs, to: EpochMs): readonly Stretch[] => {
  if (name !== '1d') return [{ from, to, intervalMs: intervalMs[name], offsetMs: 0 }];
  const found: Stretch[] = [];
  for (let day = from; day < to; ) {
    const next = nextMidnight(day);
    const last = found.at(-1);
    const lengthMs = next - day;
    const offsetMs = day % lengthMs;
    if (last?.intervalMs === lengthMs && last.offsetMs === offsetMs) found[found.length - 1] = { ...last, to: next };
    else found.push({ from: day, to: next, intervalMs: lengthMs, offsetMs });
    day = next;
  }
  return found.map((stretch) => (stretch.to > to ? { ...stretch, to } : stretch));
};

/** Days have at most 25 hours, and at least 23. */
const nextMidnight = (midnight: EpochMs): EpochMs => intervalStart('1d', epochMs(midnight + 26 * 60 * minuteMs));

import { type EpochMs, easternDate, easternTime, epochMs, isoTime, previousSession, sessionOn } from '@gexstream/domain';
import { wrongField } from '../server/problem.ts';
import { type IntervalName, intervalMs, intervalStart } from './intervals.ts';
import { moment } from './moment.ts';

/** Two weeks of minutes: calendar ones, for how many of them have levels is known only when they are read. */
export const pointsMax = 20_160;

const dayMs = 86_400_000;
const daysShownMax = 90;

export interface HistoryRange {
  readonly interval: IntervalName;
  /** Inclusive; where an interval begins. */
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
}

export interface HistoryQuery {
  readonly interval?: IntervalName | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the request calls the two ends: problems name them so. */
export interface RangeNames {
  readonly from: string;
  readonly to: string;
}

/**
 * What a history request asks for. Without `to` until the feed's time now; without `from` the last 24 hours, and back to the begin of
 * the last session's day if that is longer ago (of days: 90). Throws a problem that names the wrong field.
 */
export const historyRange = (
  query: HistoryQuery,
  feedNow: EpochMs,
  names: RangeNames = { from: 'from', to: 'to' },
): HistoryRange => {
  const interval = query.interval ?? '1m';
  const to = query.to === undefined ? epochMs(feedNow + 1) : moment(names.to, query.to);
  const from = intervalStart(interval, query.from === undefined ? defaultFrom(interval, to) : moment(names.from, query.from));
  if (from >= to) {
    throw wrongField(
      query.from === undefined ? names.to : names.from,
      `the range is empty: from ${isoTime(from)} to ${isoTime(to)}`,
    );
  }
  const points = Math.ceil((to - from) / intervalMs[interval]);
  if (points > pointsMax) {
    const message = `${points} intervals of ${interval} lie between ${names.from} and ${names.to}, at most ${pointsMax} are given; take a longer interval or a shorter range`;
    throw wrongField(query.from === undefined ? 'interval' : names.from, message);
  }
  return { interval, from, to };
};

const defaultFrom = (interval: IntervalName, to: EpochMs): EpochMs => {
  if (interval === '1d') return epochMs(to - daysShownMax * dayMs);
  const longest = to - (pointsMax - 1) * intervalMs[interval];
  return epochMs(Math.max(longest, Math.min(to - dayMs, lastSessionMidnight(to))));
};

/** New York's midnight before the newest session that had begun. */
const lastSessionMidnight = (at: EpochMs): EpochMs => {
  const today = sessionOn(easternDate(at));
  const session = today !== null && today.openMs < at ? today : previousSession(easternDate(at));
  return easternTime(session.date, 0, 0);
};

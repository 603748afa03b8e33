import { type EpochMs, easternClock, easternDate, type Feed, feedSource, isSimulated, type Line } from '@gexstream/domain';
import type { Age } from '../present/present.ts';

/** `0.8 s`, `42 s`, `7 m`, `3 h`. */
export const ageWords = (ms: number): string => {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} m`;
  return `${Math.round(ms / 3_600_000)} h`;
};

/** What stands under every number: how fresh, as of when in New York, and whose. */
export const provenanceLine = (asOf: EpochMs, age: Age, feed: Feed): Line => {
  const mark = age.status === 'live' ? '' : age.status === 'stale' ? '⚠ ' : '';
  return [
    `${mark}${age.status} · `,
    { timeMs: asOf, style: 'time', fallback: newYorkTime(asOf) },
    ` · age ${ageWords(age.ms)}${sourceMark(feed)}`,
  ];
};

/** The same where no reader's own time can be shown: in a picture. */
export const provenanceText = (asOf: EpochMs, age: Age, feed: Feed): string =>
  provenanceLine(asOf, age, feed)
    .map((span) => (typeof span === 'string' ? span : 'fallback' in span ? span.fallback : ''))
    .join('');

/** Behind what is not the market's own: ` · SIMULATED`. */
export const sourceMark = (feed: Feed): string =>
  feedSource(feed) === 'replay' ? ' · replayed' : isSimulated(feed) ? ' · SIMULATED' : '';

/** `15:30:07 ET`. */
export const newYorkTime = (at: EpochMs): string => {
  const { hour, minute, second } = easternClock(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(hour)}:${two(minute)}:${two(second)} ET`;
};

/** `15:30` in New York. */
export const newYorkMinute = (at: EpochMs): string => newYorkTime(at).slice(0, 5);

/** `2026-11-20 15:30 ET`: of what is kept, which may be of another day. */
export const newYorkDayMinute = (at: EpochMs): string => `${easternDate(at)} ${newYorkMinute(at)} ET`;

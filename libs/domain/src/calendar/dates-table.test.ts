import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { isoTime } from '../time/index.ts';
import { nextSession, sessionOn } from './trading-session.ts';

/** Open and close in UTC, by the exchange's calendar; none where it is closed. */
test.each([
  ['the last day of winter time', '2026-03-06', '14:30 21:00'],
  ['the first day of summer time', '2026-03-09', '13:30 20:00'],
  ['the last day of summer time', '2026-10-30', '13:30 20:00'],
  ['the first day of winter time', '2026-11-02', '14:30 21:00'],
  ['Good Friday', '2026-04-03', null],
  ['Good Friday of another year', '2025-04-18', null],
  ['Thanksgiving', '2026-11-26', null],
  ['the day after Thanksgiving', '2026-11-27', '14:30 18:00'],
  ['Christmas Eve', '2026-12-24', '14:30 18:00'],
  ['the Friday before a Saturday New Year', '2021-12-31', '14:30 21:00'],
  ['the Monday after a Sunday New Year', '2023-01-02', null],
  ['Juneteenth', '2026-06-19', null],
  ['Juneteenth before it was a holiday', '2020-06-19', '13:30 20:00'],
  ['a Saturday', '2026-11-28', null],
])('X-02, S13: %s, %s', (_what, date, hours) => {
  const session = sessionOn(date);
  const clock = (ms: number): string => isoTime(epochMs(ms)).slice(11, 16);
  expect(session === null ? null : `${clock(session.openMs)} ${clock(session.closeMs)}`).toBe(hours);
});

test.each([
  ['02:00 on a trading day', '2026-11-25T02:00:00-05:00', '2026-11-25T14:30:00.000Z'],
  ['02:00 on the night that summer time ends', '2026-11-01T02:00:00-05:00', '2026-11-02T14:30:00.000Z'],
  ['03:00 on the night that it begins', '2026-03-08T03:00:00-04:00', '2026-03-09T13:30:00.000Z'],
  ['02:00 on Thanksgiving', '2026-11-26T02:00:00-05:00', '2026-11-27T14:30:00.000Z'],
  ['the evening of the half day', '2026-11-27T13:00:00-05:00', '2026-11-30T14:30:00.000Z'],
])('X-02: at %s the next open is %s → %s', (_when, moment, open) => {
  expect(isoTime(nextSession(epochMs(Date.parse(moment))).openMs)).toBe(open);
});

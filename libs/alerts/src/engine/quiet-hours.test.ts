import { type ChatSettings, epochMs, type QuietHours } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { heldAlerts } from '../held-alerts.ts';
import { firedOf, follow, levelsAt, settingsOf } from './alerts.fixture.ts';
import { isQuiet } from './quiet-hours.ts';

const night: QuietHours = { from: '22:00', to: '07:00', days: [1, 2, 3, 4, 5, 6, 7], mode: 'digest' };
const utc = (text: string) => epochMs(Date.parse(`${text}Z`));

// Moments by hand from the zones' published rules: New York turns on the second Sunday of March and the first of November at 02:00, Berlin
// on the last Sundays of March and October at 01:00 UTC.
test.each([
  ['America/New_York', '2026-03-08T02:59', false, 'the evening before, 21:59 EST'],
  ['America/New_York', '2026-03-08T03:00', true, '22:00 EST'],
  ['America/New_York', '2026-03-08T07:00', true, '03:00 EDT, the hour after the one left out'],
  ['America/New_York', '2026-03-08T10:59', true, '06:59 EDT, an hour earlier than the day before'],
  ['America/New_York', '2026-03-08T11:00', false, '07:00 EDT'],
  ['America/New_York', '2026-11-01T01:59', false, '21:59 EDT'],
  ['America/New_York', '2026-11-01T06:30', true, '01:30 for the second time'],
  ['America/New_York', '2026-11-01T11:59', true, '06:59 EST, an hour later than the day before'],
  ['America/New_York', '2026-11-01T12:00', false, '07:00 EST'],
  ['Europe/Berlin', '2026-03-28T20:59', false, '21:59 CET'],
  ['Europe/Berlin', '2026-03-28T21:00', true, '22:00 CET'],
  ['Europe/Berlin', '2026-03-29T04:59', true, '06:59 CEST'],
  ['Europe/Berlin', '2026-03-29T05:00', false, '07:00 CEST'],
  ['Europe/Berlin', '2026-10-24T20:00', true, '22:00 CEST'],
  ['Europe/Berlin', '2026-10-25T05:59', true, '06:59 CET'],
  ['Europe/Berlin', '2026-10-25T06:00', false, '07:00 CET'],
])('8.9: quiet from 22:00 to 07:00 in %s: %s UTC is quiet: %s, for it is %s', (zone, at, quiet) => {
  expect(isQuiet(night, utc(at), zone)).toBe(quiet);
});

test('hours over midnight belong to the day on which they begin; the same hour twice is the whole day', () => {
  const fridays: QuietHours = { ...night, days: [5] };
  const inBerlin = (at: string, hours = fridays) => isQuiet(hours, utc(at), 'Europe/Berlin');
  expect(inBerlin('2026-11-20T21:30')).toBe(true);
  expect(inBerlin('2026-11-21T05:30')).toBe(true);
  expect(inBerlin('2026-11-20T05:30')).toBe(false);
  expect(inBerlin('2026-11-21T21:30')).toBe(false);
  expect(inBerlin('2026-11-20T11:00', { ...fridays, from: '09:00', to: '09:00' })).toBe(true);
});

test.each([
  ['America/New_York', '2026-11-01', ['05:30', '06:30', '11:30', '12:30'], 3],
  ['Europe/Berlin', '2026-10-25', ['00:30', '01:30', '05:30', '06:30'], 3],
])(
  '8.9: what is held in the night that %s leaves summer time is listed by the digest, and no more',
  (timeZone, date, times, held) => {
    const settings: ChatSettings = settingsOf(['SPX spot crosses flip for 0s keep 0s cooldown 1m'], { timeZone, quiet: night });
    const looks = times.flatMap((time) => {
      const at = utc(`${date}T${time}`);
      return [
        levelsAt(at - 1_000, 5650),
        levelsAt(at, 5590),
        levelsAt(at + 20_000, 5560),
        levelsAt(at + 100_000, 5560),
        levelsAt(at + 200_000, 5650),
        levelsAt(at + 300_000, 5650),
        levelsAt(at + 400_000, 5650),
      ];
    });
    const followed = follow(settings, looks);
    const below = (text: string) => text.includes('below');
    expect(firedOf(followed).told.filter(({ text }) => below(text)).length).toBe(times.length - held);
    const listed = heldAlerts(followed.alerts, settings.chat, utc(`${date}T00:00`)).filter(({ text }) => below(text));
    expect(listed.map(({ firedMs }) => new Date(firedMs).toISOString().slice(11, 16))).toEqual(times.slice(0, held));
    expect(heldAlerts(followed.alerts, { platform: 'telegram', id: '8' }, utc(`${date}T00:00`))).toEqual([]);
    expect(heldAlerts(followed.alerts, settings.chat, utc(`${date}T12:59`))).toEqual([]);
  },
);

import type { ChatSettings } from '@gexstream/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observation } from '../sight/market-view.ts';
import { eleven, feedAt, firedOf, follow, levelsAt, scoreAt, seconds, settingsOf } from './alerts.fixture.ts';

const at = (second: number) => seconds(eleven, second);
/** `[second, spot]` each. */
const spots = (...looks: readonly (readonly [number, number | null])[]): Observation[] =>
  looks.map(([second, spot]) => (spot === null ? levelsAt(at(second), 5590, { zeroGamma: null }) : levelsAt(at(second), spot)));
const phases = (settings: ChatSettings, looks: readonly Observation[], lagMs?: number) =>
  follow(settings, looks, undefined, lagMs).alerts.map(({ phase, firedMs, suppressed }) => [
    phase,
    (firedMs - eleven) / 1_000,
    suppressed,
  ]);

const flip = settingsOf(['SPX spot crosses flip for 10s keep 20s']);

test('it fires after it has held for its time, and is over after it has been over for its time', () => {
  const looks = spots(
    [0, 5650],
    [1, 5590],
    [5, 5610],
    [6, 5590],
    [15, 5590],
    [16, 5590],
    [17, 5599],
    [30, 5560],
    [49, 5560],
    [50, 5560],
  );
  expect(phases(flip, looks)).toEqual([
    ['fired', 16, null],
    ['resolved', 16, null],
  ]);
  expect(phases(flip, looks.slice(0, -1))).toEqual([['fired', 16, null]]);
});

test('missing is not over, and nothing fires on it', () => {
  const gone = spots([0, 5650], [1, 5590], [12, 5590], [20, null], [400, null]);
  expect(phases(flip, gone)).toEqual([['fired', 12, null]]);
  const { state } = follow(flip, gone);
  expect(Object.values(state.rules)[0]!.phase).toBe('stale');
  expect(phases(flip, [...gone, ...spots([410, 5590], [411, 5560], [440, 5560])])).toEqual([
    ['fired', 12, null],
    ['resolved', 12, null],
  ]);
});

test('what lies more than a minute behind the feed changes the state and tells nobody', () => {
  const looks = spots([0, 5650], [1, 5590], [11, 5590], [12, 5560], [40, 5560]);
  expect(phases(flip, looks, 60_000)[0]).toEqual(['fired', 11, null]);
  expect(phases(flip, looks, 60_001)).toEqual([
    ['fired', 11, 'old'],
    ['resolved', 11, 'old'],
  ]);
});

test('a stale feed mutes everything of its underlying but itself; what then still holds is told when it is fresh', () => {
  const settings = settingsOf(['SPX spot within 0.5% of call wall for 0s', 'SPX feed stale for 0s keep 0s']);
  const looks = [
    feedAt(at(0), null),
    ...spots([0, 5600]),
    feedAt(at(5), 31_000),
    ...spots([6, 5690]),
    feedAt(at(9), null),
    ...spots([10, 5690]),
  ];
  expect(
    follow(settings, looks).alerts.map(({ ruleId, phase, firedMs, suppressed }) => [
      ruleId,
      phase,
      (firedMs - eleven) / 1_000,
      suppressed,
    ]),
  ).toEqual([
    ['a2', 'fired', 5, null],
    ['a1', 'fired', 6, 'inhibited'],
    ['a2', 'resolved', 5, null],
    ['a1', 'fired', 10, null],
  ]);
});

test('a feed that was stale at the close is not fresh for that: it is over when something comes again', () => {
  const settings = settingsOf(['SPX feed stale for 0s keep 0s']);
  const looks = [feedAt(at(0), null), feedAt(at(60), 60_000), feedAt(at(600), null, false), feedAt(at(3_600), null)];
  expect(follow(settings, looks).alerts.map(({ phase, text }) => [phase, text])).toEqual([
    ['fired', 'SPX feed stale for 1 m: reconnecting'],
    ['resolved', 'SPX feed is fresh'],
  ]);
  expect(phases(settings, looks.slice(0, -1))).toEqual([['fired', 60, null]]);
});

const near = 'SPX spot within 0.5% of call wall for 0s';
test.each<[string, string, Partial<ChatSettings>, string | null]>([
  ['snoozed by symbol', near, { snoozes: [{ underlying: 'SPX', ruleId: null, untilMs: at(10) }] }, 'snooze'],
  ['snoozed by rule', near, { snoozes: [{ underlying: null, ruleId: 'a1', untilMs: at(10) }] }, 'snooze'],
  ['another is snoozed', near, { snoozes: [{ underlying: 'NDX', ruleId: null, untilMs: at(10) }] }, null],
  ['a snooze that is over', near, { snoozes: [{ underlying: null, ruleId: null, untilMs: at(1) }] }, null],
  ['its family is off', near, { verbosity: { levels: 'off' } }, 'off'],
  ['its family is silent', near, { verbosity: { levels: 'silent' } }, null],
  ['the day is full', near, { alertsPerDayMax: 0 }, 'cap'],
  ['the day is full, but it is critical', `${near} critical`, { alertsPerDayMax: 0 }, null],
  ['quiet hours', near, { quiet: { from: '10:00', to: '12:00', days: [5], mode: 'digest' } }, 'quiet'],
  [
    'quiet hours, but it is critical',
    `${near} critical`,
    { quiet: { from: '10:00', to: '12:00', days: [5], mode: 'digest' } },
    null,
  ],
  ['quiet hours of another day', near, { quiet: { from: '10:00', to: '12:00', days: [4], mode: 'digest' } }, null],
  ['quiet hours that leave out', near, { quiet: { from: '10:00', to: '12:00', days: [5], mode: 'drop' } }, 'off'],
  ['quiet hours without sound', near, { quiet: { from: '10:00', to: '12:00', days: [5], mode: 'silent' } }, null],
])('%s', (_, rule, more, suppressed) => {
  const { alerts } = follow(settingsOf([rule], more), spots([0, 5600], [1, 5690]));
  expect(alerts.map((alert) => alert.suppressed)).toEqual([suppressed]);
});

test('without sound: by the family, or by the quiet hours unless critical', () => {
  const silent = (rule: string, more: Partial<ChatSettings>) =>
    follow(settingsOf([rule], more), spots([0, 5600], [1, 5690], [5, 5690])).told.map((group) => group.silent);
  const quiet = { from: '22:00', to: '12:00', days: [4], mode: 'silent' } as const;
  expect(silent(near, {})).toEqual([false]);
  expect(silent(near, { verbosity: { levels: 'silent' } })).toEqual([true]);
  expect(silent(near, { quiet })).toEqual([true]);
  expect(silent(`${near} critical`, { quiet })).toEqual([false]);
});

test('a rule that is changed begins anew, a paused one sees nothing', () => {
  const before = follow(settingsOf(['SPX composite > 80']), [scoreAt(at(0), 90)]);
  expect(firedOf(follow(settingsOf(['SPX composite > 85']), [scoreAt(at(60), 90)], before)).told).toHaveLength(2);
  expect(follow(settingsOf(['SPX composite > 80 paused']), [scoreAt(at(60), 90)]).alerts).toEqual([]);
});

const look = fc.record({
  afterMs: fc.integer({ min: 250, max: 90_000 }),
  spot: fc.integer({ min: 5480, max: 5720 }),
  score: fc.integer({ min: 60, max: 100 }),
  stale: fc.constantFrom(null, null, null, 40_000),
});
const looks = fc.array(look, { minLength: 5, maxLength: 80 }).map((all) => {
  let ms: number = eleven;
  return all.flatMap(({ afterMs, spot, score, stale }) => {
    ms += afterMs;
    return [feedAt(ms, stale), levelsAt(ms, spot, { netGex: (spot - 5600) * 1e7 }), scoreAt(ms, score)];
  });
});
const many = settingsOf([
  'SPX spot crosses flip for 20s keep 30s',
  'SPX spot within 0.4% of any wall for 1s',
  'SPX net gex changes sign exit $200M',
  'SPX composite > 80',
  'SPX score changes side at 70',
  'SPX feed stale',
]);

test('a restart at any point, with the last records read again, gives the same alerts', () => {
  const keyed = ({ alerts }: ReturnType<typeof follow>) =>
    new Map(alerts.map((alert) => [`${alert.episode} ${alert.phase}`, { ...alert, spot: null, value: null, text: '' }]));
  fc.assert(
    fc.property(looks, fc.nat(240), fc.nat(9), (observations, point, again) => {
      const cut = Math.min(point, observations.length);
      const whole = follow(many, observations);
      const before = follow(many, observations.slice(0, cut));
      const restarted = {
        ...before,
        state: JSON.parse(JSON.stringify(before.state)),
        view: JSON.parse(JSON.stringify(before.view)),
      };
      const after = follow(many, observations.slice(Math.max(0, cut - again)), restarted);
      expect(keyed(after)).toEqual(keyed(whole));
    }),
  );
});

test('a late look changes nothing', () => {
  fc.assert(
    fc.property(looks, fc.nat(240), fc.integer({ min: 1, max: 60_000 }), (observations, point, late) => {
      const index = Math.min(point, observations.length - 1);
      const newest = observations[index]!;
      const old = levelsAt(newest.atMs - late, 5500);
      const first = observations.find(({ source }) => source === 'levels')!;
      fc.pre(index >= observations.indexOf(first) && old.atMs < newest.atMs);
      const withLate = [...observations.slice(0, index + 1), old, ...observations.slice(index + 1)];
      const newestLevels = observations.slice(0, index + 1).findLast(({ source }) => source === 'levels')!;
      fc.pre(old.atMs < newestLevels.atMs);
      expect(follow(many, withLate).alerts).toEqual(follow(many, observations).alerts);
    }),
  );
});

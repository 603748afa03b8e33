import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyView, recall } from '../sight/market-view.ts';
import { eleven, firedOf, follow, levelsAt, nothingFollowed, scoreAt, settingsOf } from './alerts.fixture.ts';

/** Spot at each of 10 000 ticks, and how far apart they are. */
const ways: Record<string, { readonly spot: (i: number) => number; readonly everyMs: number }> = {
  'to and fro within the band': { spot: (i) => 5600 + (i % 2 === 0 ? 1 : -1), everyMs: 250 },
  'to and fro beyond it': { spot: (i) => 5600 + (i % 2 === 0 ? 9 : -9), everyMs: 250 },
  'resting a minute and more on each side': { spot: (i) => 5600 + (Math.floor(i / 1_400) % 2 === 0 ? 9 : -9), everyMs: 50 },
  'ever wider': { spot: (i) => 5600 + Math.sin(i / 300) * (i / 500), everyMs: 50 },
};

test.each(Object.entries(ways))(
  '8.2, B3: 10 000 ticks around the flip, %s: two messages at most, the rest is counted',
  (_, way) => {
    const settings = settingsOf(['SPX spot crosses flip for 0s']);
    const ticks = Array.from({ length: 10_000 }, (__, i) => levelsAt(eleven + i * way.everyMs, way.spot(i)));
    const followed = follow(settings, ticks);
    const { told, suppressed } = firedOf(followed);
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(new Set(followed.told.map(({ id }) => id)).size).toBe(told.length);
    expect(told.length).toBeLessThanOrEqual(2);
    expect(suppressed.every((alert) => alert.suppressed === 'cooldown')).toBe(true);
  },
);

test('B3: however spot moves, a rule tells at most one alert in five minutes, and every alert is told or counted', () => {
  const step = fc.record({ afterMs: fc.integer({ min: 50, max: 40_000 }), spot: fc.integer({ min: 5580, max: 5620 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 300 }), (steps) => {
      let at: number = eleven;
      const ticks = steps.map(({ afterMs, spot }) => {
        at += afterMs;
        return levelsAt(at, spot);
      });
      // Half an hour of rest on the other side lets one more be told, with the number of those that were not.
      const rest = [0, 1, 2].map((i) => levelsAt(at + 1_800_000 + i * 400_000, i % 2 === 0 ? 5650 : 5550));
      const followed = follow(settingsOf(['SPX spot crosses flip for 5s keep 20s']), [...ticks, ...rest]);
      const { told } = firedOf(followed);
      told.forEach(({ firedMs }, i) => {
        if (i > 0) expect(firedMs - told[i - 1]!.firedMs).toBeGreaterThanOrEqual(300_000);
      });
      const { rules, groups } = followed.state;
      const counted = [
        ...followed.told.filter(({ revision }) => revision === 1),
        ...groups.filter(({ revision }) => revision === 0),
      ];
      const saidMissed = counted.flatMap(({ members }) => members).reduce((sum, { missed }) => sum + (missed?.count ?? 0), 0);
      const unsaid = Object.values(rules).reduce((sum, { missed }) => sum + (missed?.count ?? 0), 0);
      expect(saidMissed + unsaid).toBe(firedOf(followed).suppressed.length);
    }),
    { numRuns: 60 },
  );
});

test('S-21: one message for each crossing of > 80; 80 itself is none, and within the cool-down none is told', () => {
  const minutes = (scores: readonly (number | null)[]) => scores.map((score, i) => scoreAt(eleven + i * 60_000, score));
  const settings = settingsOf(['SPX composite > 80']);
  const day = [70, 80, 85, 100, 85, 78, 81, 70, 90, 60, ...Array(10).fill(60), 85, null];
  const { told, suppressed } = firedOf(follow(settings, minutes(day)));
  expect(told.map(({ firedMs, value }) => [(firedMs - eleven) / 60_000, value])).toEqual([
    [2, 85],
    [8, 90],
    [20, 85],
  ]);
  expect(suppressed).toEqual([]);
  const soon = firedOf(follow(settings, minutes([85, 70, 90, 70, 95, 70])));
  expect([soon.told.length, soon.suppressed.map(({ value }) => value)]).toEqual([1, [90, 95]]);
});

test('S-21: a contract that rises between the full minutes is told at once, and only a full minute says that it is gone', () => {
  const at = (second: number) => eleven + second * 1_000;
  const followed = follow(settingsOf(['SPX composite >= 80']), [
    scoreAt(at(0), 50),
    scoreAt(at(5), 80, false),
    scoreAt(at(10), 60, false),
    scoreAt(at(60), 60),
  ]);
  expect(followed.alerts.map(({ phase, firedMs, text }) => [phase, (firedMs - eleven) / 1_000, text])).toEqual([
    ['fired', 5, 'SPX composite 80 >= 80: 5650C 27 Nov'],
    ['resolved', 5, 'SPX composite 60 >= 80: 5650C 27 Nov'],
  ]);
});

test('what a restart reads again is not mixed with what came after it, so that it fires where it fired before', () => {
  const at = (second: number) => eleven + second * 1_000;
  const reread = [scoreAt(at(5), 50, false), scoreAt(at(60), 85), scoreAt(at(65), 70, false)];
  const settings = settingsOf(['SPX composite > 80', 'SPX score changes side at 40']);
  const before = follow(settings, [scoreAt(at(0), 60), ...reread]);
  expect(before.alerts.map(({ ruleId, firedMs }) => [ruleId, (firedMs - eleven) / 1_000])).toEqual([['a1', 60]]);
  // The process died behind the last of them, which lies on `latest` by then, and the first was dealt with.
  const recalled = { ...nothingFollowed, view: recall(emptyView, scoreAt(at(60), 85)) };
  expect(follow(settings, reread, recalled).alerts).toEqual(before.alerts);
});

import { expect, test } from 'vitest';
import { easternTime } from '../calendar/eastern-time.ts';
import { type EpochMs, epochMs, isoTime } from '../time/epoch-ms.ts';
import { isOutcomeKnown, type OutcomeEntry, outcomeAt, outcomeDueTimes } from './outcome.ts';

const due = (date: string, hour: number, minute: number) =>
  outcomeDueTimes(easternTime(date, hour, minute)).map(([horizon, at]) => [horizon, isoTime(at)]);

test('S-19: after 15 minutes, an hour, right before the close, and at the same time of the next session', () => {
  expect(due('2026-11-19', 10, 30)).toEqual([
    ['15m', '2026-11-19T15:45:00.000Z'],
    ['1h', '2026-11-19T16:30:00.000Z'],
    ['close', '2026-11-19T20:59:55.000Z'],
    ['1d', '2026-11-20T15:30:00.000Z'],
  ]);
  expect(due('2026-11-19', 15, 50).map(([horizon]) => horizon)).toEqual(['close', '1d']);
  expect(due('2026-11-19', 16, 0)).toEqual([]);
  expect(due('2026-11-21', 12, 0)).toEqual([]);
});

test.each([
  ['a weekend', '2026-11-20', 10, '2026-11-23T15:00:00.000Z'],
  ['Thanksgiving, to a half day', '2026-11-25', 10, '2026-11-27T15:00:00.000Z'],
  ['a half day, whose close is sooner', '2026-11-25', 15, '2026-11-27T17:59:55.000Z'],
  ['the end of daylight time', '2026-10-30', 10, '2026-11-02T15:00:00.000Z'],
  ['its beginning', '2026-03-06', 10, '2026-03-09T14:00:00.000Z'],
] as const)('a day later lies beyond %s', (_, date, hour, at) => {
  expect(due(date, hour, 0).at(-1)).toEqual(['1d', at]);
});

const entered = easternTime('2026-11-19', 10, 30);
const entry: OutcomeEntry = {
  contract: 'SPY   261119C00650000',
  expiry: '2026-11-19',
  strike: 650,
  side: 'call',
  enteredMs: entered,
  signal: 'NEUTRAL',
  band: 'strong',
  composite: 65,
  smooth: 64,
  spot: 650,
  mark: 2,
};
const after = (minutes: number): EpochMs => epochMs(entered + minutes * 60_000);

test('S-19: returns are of the prices at the entry; why one is missing is said', () => {
  const known = outcomeAt(entry, '15m', after(15), after(15), { spot: 656.5, mark: 3 });
  expect(known).toMatchObject({ contractReturn: 0.5, detail: '' });
  expect(known.underlyingReturn).toBeCloseTo(0.01, 12);
  const halted = outcomeAt(entry, '15m', after(15), after(15), { spot: 650, mark: null });
  expect(halted).toMatchObject({ underlyingReturn: 0, contractReturn: null, detail: 'the contract has no price' });
  const expired = outcomeAt(entry, '1d', after(1_440), after(1_440), { spot: 650, mark: null });
  expect(expired).toMatchObject({ underlyingReturn: 0, contractReturn: null, detail: 'the contract has expired' });
  const late = outcomeAt(entry, '15m', after(15), after(21), { spot: 650, mark: 2 });
  expect(late).toMatchObject({ exitSpot: null, underlyingReturn: null, detail: 'nothing was received at the time' });
});

test('S-19: prices of within five minutes end it; older ones are waited over, for so long', () => {
  const known = (looked: number, newest: number) => isOutcomeKnown(after(15), after(looked), after(newest));
  expect([known(14.9, 14.9), known(15, 15), known(15, 10), known(15, 9.9), known(20, 9.9), known(20.1, 9.9)]).toEqual([
    ...[false, true, true, false, false, true],
  ]);
});

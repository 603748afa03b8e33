import {
  type Alert,
  easternTime,
  epochMs,
  type OutcomeEntry,
  type OutcomeEvent,
  type OutcomeHorizon,
  outcomeAt,
} from '@gexstream/domain';
import { expect, test } from 'vitest';
import type { ToldAlert } from '../alerting/read-alerts.ts';
import { terminalText } from '../terminal/terminal-text.ts';
import type { SessionEnd } from './alert-aftermath.ts';
import { recapMessage } from './recap-message.ts';

const at = (hour: number, minute: number) => epochMs(easternTime('2026-11-20', hour, minute));
const told = (firedMs: number, alert: Partial<Alert>, overMs: number | null = null): ToldAlert => ({
  underlying: 'AAPL',
  alert: { family: 'levels', text: 'AAPL below its flip', spot: 96, firedMs: epochMs(firedMs), ...alert } as Alert,
  overMs: overMs === null ? null : epochMs(overMs),
});

const entry = (enteredMs: number, mark: number, expiry = '2026-11-27'): OutcomeEntry =>
  ({ contract: 'AAPL', expiry, strike: 100, side: 'call', enteredMs: epochMs(enteredMs), spot: 96, mark }) as OutcomeEntry;
const outcome = (from: OutcomeEntry, horizon: OutcomeHorizon, spot: number, mark: number | null): OutcomeEvent =>
  ({ underlying: 'AAPL', body: outcomeAt(from, horizon, at(12, 0), at(12, 0), { spot, mark }) }) as OutcomeEvent;

const end: SessionEnd = {
  openMs: at(9, 30),
  closeMs: at(16, 0),
  last: () => ({ spot: 104, asOf: at(16, 0) }),
  outcomes: [
    // By hand: 5.60 / 5 is +12 %, 96.48 / 96 is +0.5 %; 4.85 / 5 is −3 %, 95.04 / 96 is −1 %; 104 / 96 is +8.33 %.
    outcome(entry(at(12, 0), 5), '1h', 95.04, 4.85),
    outcome(entry(at(12, 0), 5), '15m', 96.48, 5.6),
    outcome(entry(at(12, 0), 5), 'close', 104, null),
    // Of earlier in the day, of another expiry, and of yesterday: none of them is what the alert was about.
    outcome(entry(at(10, 0), 4), '15m', 96, 8),
    outcome(entry(at(12, 0), 5, '2026-12-18'), '15m', 96, 50),
    outcome(entry(easternTime('2026-11-19', 12, 0), 1), '1d', 96, 9),
  ],
};
const lines = (alerts: readonly ToldAlert[], more: Partial<SessionEnd> = {}): readonly string[] =>
  terminalText(recapMessage(alerts, { ...end, ...more }, '2026-11-20', 'sim')).split('\n');
const score = { family: 'flow', text: 'AAPL composite 85 > 80: 100C 2026-11-27', contract: '100C 2026-11-27' } as const;

test('of a score the outcomes of its contract, of a level the move of the underlying, by hand', () => {
  expect(lines([told(at(11, 0), {}, at(11, 5)), told(at(12, 0), score)])).toEqual([
    '🌙 2026-11-20 · 2 alerts, and what followed',
    '',
    '11:00:00 ET AAPL below its flip',
    'over after 5 m',
    'AAPL +8.33 % to the close',
    '',
    '12:00:00 ET AAPL composite 85 > 80: 100C 2026-11-27',
    '15m: contract +12.00 % · AAPL +0.50 %',
    '1h: contract −3.00 % · AAPL −1.00 %',
    'close: contract – · AAPL +8.33 % (the contract has no price)',
    '',
    'What followed is no measure of what will · SIMULATED',
    'Educational purposes only; not a recommendation.',
  ]);
});

test('a score whose contract nobody followed says so, and how the underlying moved', () => {
  const [, , ...rest] = lines([told(at(12, 0), score)], { outcomes: [] });
  expect(rest.slice(1, 3)).toEqual(['100C 2026-11-27: no outcome was measured', 'AAPL +8.33 % to the close']);
});

test('a price that is not of the close is not called that, and none from before the alert is compared', () => {
  const seen = (hour: number, minute: number) => ({ last: () => ({ spot: 48, asOf: at(hour, minute) }) });
  expect(lines([told(at(11, 0), {})], seen(14, 30))[3]).toBe('AAPL −50.00 % to 14:30:00 ET, the last price seen');
  expect(lines([told(at(11, 0), {})], seen(10, 59))[3]).toBe('no price to compare');
  expect(lines([told(at(11, 0), {})], { last: () => null })[3]).toBe('no price to compare');
  expect(lines([told(at(11, 0), { spot: null })])[3]).toBe('no price to compare');
});

test('of the feed itself only whether it is over; of more than 20 alerts the last', () => {
  const stale = { family: 'system', text: 'AAPL feed stale for 1 m' } as const;
  expect(lines([told(at(11, 0), stale)])[3]).toBe('not over');
  expect(lines([told(at(11, 0), stale, at(11, 2))])[3]).toBe('over after 2 m');
  const many = lines(Array.from({ length: 31 }, (_, minute) => told(at(11, minute), {})));
  expect(many.slice(0, 5)).toEqual([
    '🌙 2026-11-20 · 31 alerts, and what followed',
    '',
    'The last 20 of them:',
    '',
    '11:11:00 ET AAPL below its flip',
  ]);
  expect(lines([])[0]).toBe('🌙 2026-11-20 · no alert today');
});

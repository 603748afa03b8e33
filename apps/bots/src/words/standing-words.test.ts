import { parseRule, type RuleState } from '@gexstream/alerts';
import { type EpochMs, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { standingWords } from './standing-words.ts';

/** A Friday, 11:00 in New York. */
const eleven = epochMs(Date.UTC(2026, 10, 20, 16));
const after = (seconds: number): EpochMs => epochMs(eleven + seconds * 1_000);
const rule = parseRule('watchlist spot crosses flip cooldown 5m', 'a1');
const stands = (underlying: string, more: Partial<RuleState>) => ({
  underlying,
  state: { phase: 'idle', sinceMs: eleven, reference: null, firing: null, toldMs: null, missed: null, ...more } as RuleState,
});

test('how a rule stands on each symbol: what it does, when it last told, what is left of its cooldown, what was not told', () => {
  const standings = [
    stands('SPX', { toldMs: eleven, missed: { count: 4, sinceMs: after(60) } }),
    stands('NDX', { phase: 'firing', firing: { firedMs: after(90), suppressed: 'snooze' } }),
    stands('SPY', {}),
    stands('QQQ', { phase: 'stale', toldMs: after(-7_200) }),
    stands('IWM', { phase: 'pending' }),
  ];
  expect(standingWords(rule, standings, after(120))).toEqual([
    'SPX: armed · told 2026-11-20 11:00 ET · cooldown 3 m left · 4 not told since',
    'NDX: fires now · not told: snooze · never told',
    'QQQ: no data · told 2026-11-20 09:00 ET',
    '… and 1 more',
  ]);
});

test('nothing to tell of it, nothing seen, paused, and what is of no symbol', () => {
  expect(standingWords(rule, [stands('SPX', {}), stands('NDX', {})], eleven)).toEqual(['armed on SPX, NDX']);
  expect(standingWords(rule, [], eleven)).toEqual(['nothing was seen for it yet']);
  expect(standingWords({ ...rule, paused: true }, [stands('SPX', { toldMs: eleven })], eleven)).toEqual(['paused']);
  const login = parseRule('login expiring', 'a2');
  expect(standingWords(login, [stands('*', { phase: 'recovering' })], eleven)).toEqual(['feed: is ending · never told']);
});
